"""Micro networks with random weights and what the reference libraries compute with them.

Writes into the folder given:
  parity/bert/                 BertModel as a text encoder: config, weights, states; a vocabulary and what it makes of texts
  parity/bpe/                  a byte-pair tokenizer of CLIP's kind in both forms of its files, and what it makes of texts
  parity/lora/*.naming.*       adapters of the micro pipeline as peft and old diffusers name them
  parity/tiny/                 AutoencoderTiny's decoder: config, weights, pictures
  parity/whole/                a micro denoiser that is told the text as a whole, and what it predicts
  parity/single/               a micro checkpoint in one file, in the original layout, and its pictures' latents
"""

import json
import sys
from pathlib import Path

import torch
from diffusers import AutoencoderKL, AutoencoderTiny, UNet2DConditionModel
from diffusers.loaders.single_file_utils import convert_ldm_unet_checkpoint, convert_ldm_vae_checkpoint
from peft import LoraConfig, get_peft_model
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers
from transformers import BertConfig, BertModel, BertTokenizer, CLIPTextConfig, CLIPTextModel, CLIPTokenizer

TEXTS = ["夜空下穿红色长袍的人", "山 and RIVER, 水！", "", "Café 竹林", "[MASK] 一", "unknownword 人"]


def randomize(module, seed):
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in sorted(module.named_parameters()):
            scale = 0.3 if parameter.dim() == 1 else 1.2 / parameter[0].numel() ** 0.5
            noise = torch.randn(parameter.shape, generator=generator) * scale
            is_norm_weight = parameter.dim() == 1 and name.endswith("weight")
            value = noise * 0.3 + 1 if is_norm_weight else noise
            parameter.copy_(value.half())  # exact in either precision
    return module.eval()


def save(path, tensors):
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: tensor.detach().float().contiguous().clone() if tensor.is_floating_point() else tensor.contiguous()
               for name, tensor in tensors.items()}, path)


def bert(parity):
    folder = parity / "bert"
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ",", "！", "and", "river", "cafe", "ca", "##fe", "un", "##known"]
    vocabulary += list("夜空下穿红色长袍的人山水竹林一")
    (folder / "tokenizer").mkdir(exist_ok=True)
    (folder / "tokenizer" / "vocab.txt").write_text("\n".join(vocabulary) + "\n")
    settings = dict(do_lower_case=True, model_max_length=24, tokenizer_class="BertTokenizer")
    (folder / "tokenizer" / "tokenizer_config.json").write_text(json.dumps(settings, indent=1) + "\n")
    tokenizer = BertTokenizer.from_pretrained(folder / "tokenizer")
    encoded = tokenizer(TEXTS, padding="max_length", max_length=24, truncation=True).input_ids
    (folder / "tokens.json").write_text(json.dumps(dict(texts=TEXTS, ids=encoded), ensure_ascii=False) + "\n")

    config = BertConfig(vocab_size=len(vocabulary), hidden_size=32, num_hidden_layers=2, num_attention_heads=4,
                        intermediate_size=48, max_position_embeddings=40, layer_norm_eps=1e-12)
    model = randomize(BertModel(config), 1)
    config.architectures = ["BertModel"]
    (folder / "config.json").write_text(config.to_json_string())
    ids = torch.tensor(encoded[:3])
    with torch.no_grad():
        states = model(ids)[0]
    save(folder / "model.safetensors", model.state_dict())
    save(folder / "expected.safetensors", dict(input_ids=ids, last_hidden_state=states))


def byte_pairs(parity):
    corpus = ["a photo of a red robe under the night sky", "it's raining in the mountains, isn't it?", "2024: 3 bamboos!",
              "the river and the robe, they're red", "夜空下穿红色长袍的人", "night mountains under a red sky"]
    raw = Tokenizer(models.BPE(end_of_word_suffix="</w>", continuing_subword_prefix=""))
    raw.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    raw.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Whitespace(), pre_tokenizers.ByteLevel(add_prefix_space=False)])
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    raw.train_from_iterator(corpus * 4, trainers.BpeTrainer(
        vocab_size=700, initial_alphabet=alphabet, end_of_word_suffix="</w>", continuing_subword_prefix=""))
    merges = json.loads(raw.to_str())["model"]["merges"]
    words = alphabet + [letter + "</w>" for letter in alphabet]
    for left, right in merges:
        if left + right not in words:
            words.append(left + right)
    words += ["<|startoftext|>", "<|endoftext|>"]
    folder = parity / "bpe"
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = {word: index for index, word in enumerate(words)}
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False))
    (folder / "merges.txt").write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges))
    tokenizer = CLIPTokenizer.from_pretrained(folder, model_max_length=20)
    texts = corpus[:2] + ["A  Photo\tOF Ångström's 42 cats—don't!", "", "夜空 mountains", "x" * 60,
                          "it’s <|endoftext|> 1.5", "ΟΔΟΣ İSS"]
    ids = tokenizer(texts, padding="max_length", max_length=20, truncation=True).input_ids
    tokenizer.save_pretrained(folder / "saved")
    (folder / "saved" / "tokenizer.json").rename(folder / "tokenizer.json")
    for file in (folder / "saved").iterdir():
        file.unlink()
    (folder / "saved").rmdir()
    config = dict(model_max_length=20, pad_token="<|endoftext|>", tokenizer_class="CLIPTokenizer")
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=1) + "\n")
    (folder / "tokens.json").write_text(json.dumps(dict(texts=texts, ids=ids), ensure_ascii=False) + "\n")


def naming(parity):
    pipeline = parity / "pipeline"
    sample = load_file(parity / "lora" / "expected.safetensors")

    def adapted(model, targets, seed):
        config = LoraConfig(r=3, lora_alpha=6, target_modules=targets, init_lora_weights=False)
        torch.manual_seed(seed)
        return get_peft_model(model, config)

    unet = adapted(UNet2DConditionModel.from_pretrained(pipeline / "unet"), ["to_q", "to_out.0"], 2)
    text = adapted(CLIPTextModel.from_pretrained(pipeline / "text_encoder"), ["q_proj", "fc1"], 3)
    with torch.no_grad():
        output = unet.base_model.model(sample["sample"], sample["timesteps"], sample["context"]).sample
        states = text.base_model.model(sample["input_ids"])[0]
    folder = parity / "lora" / "peft"
    unet.save_pretrained(folder)
    (folder / "README.md").unlink(missing_ok=True)
    raw = load_file(folder / "adapter_model.safetensors")
    old = {}
    for name, tensor in raw.items():
        path = name.removeprefix("base_model.model.")
        layer = path.rsplit(".lora_", 1)[0]
        parent, leaf = layer.removesuffix(".0").rsplit(".", 1)
        role = "down" if ".lora_A." in path else "up"
        scale = 2.0 if role == "up" else 1.0  # this form knows no alpha
        old[f"{parent}.processor.{leaf}_lora.{role}.weight"] = tensor * scale
    for name, module in text.base_model.model.named_modules():
        if hasattr(module, "lora_A") and "default" in module.lora_A:
            layer = name.removeprefix("text_model.")
            layer = layer.replace("q_proj", "to_q_lora") if layer.endswith("q_proj") else layer + ".lora_linear_layer"
            old[f"text_encoder.text_model.{layer}.down.weight"] = module.lora_A["default"].weight
            old[f"text_encoder.text_model.{layer}.up.weight"] = module.lora_B["default"].weight * 2.0
    save(parity / "lora" / "both.older.safetensors", old)
    save(parity / "lora" / "naming.expected.safetensors", dict(unet=output, text=states))


def original(unet, vae, text):
    """The names of the first published checkpoints for weights of these networks."""
    levels = len(unet.config.block_out_channels)
    layers = unet.config.layers_per_block
    names = {}
    resnet = {"norm1": "in_layers.0", "conv1": "in_layers.2", "time_emb_proj": "emb_layers.1", "norm2": "out_layers.0",
              "conv2": "out_layers.3", "conv_shortcut": "skip_connection"}
    for key in unet.state_dict():
        parts = key.split(".")
        top = {"conv_in": "input_blocks.0.0", "conv_norm_out": "out.0", "conv_out": "out.2"}.get(parts[0])
        if parts[0] == "time_embedding":
            top, parts = "time_embed." + {"linear_1": "0", "linear_2": "2"}[parts[1]], parts[1:]
        if top:
            names[key] = ".".join([top, *parts[1:]])
            continue
        if parts[0] == "mid_block":
            place = {"resnets.0": "0", "attentions.0": "1", "resnets.1": "2"}[".".join(parts[1:3])]
            head, kind, rest = "middle_block." + place, parts[1], parts[3:]
        else:
            level, kind, layer, rest = int(parts[1]), parts[2], int(parts[3]), parts[4:]
            if parts[0] == "down_blocks":
                index = level * (layers + 1) + 1 + (layers if kind == "downsamplers" else layer)
                head = f"input_blocks.{index}." + ("1" if kind == "attentions" else "0")
                if kind == "downsamplers":
                    rest = ["op", *rest[1:]]
            else:
                index = level * (layers + 1) + (layers if kind == "upsamplers" else layer)
                attends = hasattr(unet.up_blocks[level], "attentions")
                place = {"resnets": "0", "attentions": "1", "upsamplers": "2" if attends else "1"}[kind]
                head = f"output_blocks.{index}.{place}"
        if kind == "resnets":
            rest = [resnet[rest[0]], *rest[1:]]
        names[key] = ".".join([head, *rest])
    checkpoint = {"model.diffusion_model." + names[key]: value for key, value in unet.state_dict().items()}

    top = len(vae.config.block_out_channels) - 1
    attention = {"group_norm": "norm", "to_q": "q", "to_k": "k", "to_v": "v", "to_out": "proj_out"}
    for key, value in vae.state_dict().items():
        parts = key.split(".")
        if len(parts) > 2 and parts[1] in ("down_blocks", "up_blocks"):
            level = int(parts[2]) if parts[1] == "down_blocks" else top - int(parts[2])
            head = [parts[0], parts[1].removesuffix("_blocks"), str(level)]
            if parts[3] == "resnets":
                parts = head + ["block", parts[4], parts[5].replace("conv_shortcut", "nin_shortcut"), *parts[6:]]
            else:
                parts = head + [parts[3].removesuffix("ers").replace("sampl", "sample"), *parts[5:]]
        elif len(parts) > 2 and parts[1] == "mid_block":
            if parts[2] == "resnets":
                parts = [parts[0], "mid", f"block_{int(parts[3]) + 1}", *parts[4:]]
            else:
                leaf = parts[-1]
                if parts[4] != "group_norm" and leaf == "weight":
                    value = value[:, :, None, None]
                parts = [parts[0], "mid", "attn_1", attention[parts[4]], leaf]
        elif parts[1] == "conv_norm_out":
            parts[1] = "norm_out"
        checkpoint["first_stage_model." + ".".join(parts)] = value
    for key, value in text.state_dict().items():
        name = key if key.startswith("text_model.") else "text_model." + key
        checkpoint["cond_stage_model.transformer." + name] = value
    positions = text.config.max_position_embeddings
    checkpoint["cond_stage_model.transformer.text_model.embeddings.position_ids"] = torch.arange(positions)[None]
    checkpoint["alphas_cumprod"] = torch.ones(4)
    checkpoint["model_ema.decay"] = torch.ones(())
    return checkpoint


def single(parity):
    unet = randomize(UNet2DConditionModel(
        sample_size=64, block_out_channels=(32, 32), layers_per_block=1, cross_attention_dim=64, attention_head_dim=8,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"), up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
        norm_num_groups=32), 4)
    vae = randomize(AutoencoderKL(
        block_out_channels=(32, 32), layers_per_block=1, norm_num_groups=32, latent_channels=4,
        down_block_types=("DownEncoderBlock2D",) * 2, up_block_types=("UpDecoderBlock2D",) * 2), 5)
    text = randomize(CLIPTextModel(CLIPTextConfig(
        vocab_size=300, hidden_size=64, intermediate_size=64, num_hidden_layers=1, num_attention_heads=1,
        max_position_embeddings=32, hidden_act="quick_gelu", bos_token_id=298, eos_token_id=299)), 6)
    checkpoint = original(unet, vae, text)
    back = convert_ldm_unet_checkpoint(dict(checkpoint), dict(layers_per_block=1))
    assert back.keys() == unet.state_dict().keys() and all(torch.equal(back[k], v) for k, v in unet.state_dict().items())
    back = convert_ldm_vae_checkpoint(
        dict(checkpoint), dict(down_block_types=[0, 0], up_block_types=[0, 0], layers_per_block=1))
    assert back.keys() == vae.state_dict().keys()
    assert all(torch.equal(back[k].reshape(v.shape), v) for k, v in vae.state_dict().items())

    generator = torch.Generator().manual_seed(7)
    ids = torch.randint(0, 300, (2, 32), generator=generator)
    sample = torch.randn((2, 4, 8, 8), generator=generator)
    image = torch.rand((1, 3, 16, 16), generator=generator) * 2 - 1
    timesteps = torch.tensor([7, 930])
    with torch.no_grad():
        states = text(ids)[0]
        expected = dict(
            input_ids=ids, sample=sample, timesteps=timesteps, image=image, states=states,
            output=unet(sample, timesteps, states).sample,
            decoded=vae.decode(sample / 0.18215).sample,
            encoded=vae.encode(image).latent_dist.mean * 0.18215)
    half = {key: value.half() if value.is_floating_point() else value for key, value in checkpoint.items()}
    (parity / "single").mkdir(parents=True, exist_ok=True)
    save_file({key: value.detach().contiguous().clone() for key, value in half.items()},
              parity / "single" / "model.safetensors")
    save(parity / "single" / "expected.safetensors", expected)


def tiny(parity):
    folder = parity / "tiny"
    model = randomize(AutoencoderTiny(
        encoder_block_out_channels=(8, 8, 12), decoder_block_out_channels=(12, 12, 12), num_encoder_blocks=(1, 1, 1),
        num_decoder_blocks=(2, 1, 1), latent_channels=4), 8)
    model.save_config(folder)
    latents = torch.randn((2, 4, 6, 5), generator=torch.Generator().manual_seed(9)) * 2
    with torch.no_grad():
        decoded = model.decode(latents).sample
    save(folder / "diffusion_pytorch_model.safetensors", model.state_dict())
    save(folder / "expected.safetensors", dict(latents=latents, decoded=decoded))


def whole_text(parity):
    folder = parity / "whole"
    model = randomize(UNet2DConditionModel(
        sample_size=8, in_channels=4, out_channels=4, block_out_channels=(8, 16), layers_per_block=1, cross_attention_dim=16,
        attention_head_dim=2, norm_num_groups=4, down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"), addition_embed_type="text", addition_embed_type_num_heads=4), 21)
    generator = torch.Generator().manual_seed(22)
    sample = torch.randn(3, 4, 8, 8, generator=generator)
    context = torch.randn(3, 5, 16, generator=generator)
    timesteps = torch.tensor([7, 500, 999])
    output = model(sample, timesteps, context).sample
    output.square().mean().backward()
    asked = ["norm1.weight", "pool.positional_embedding", "pool.q_proj.weight", "pool.k_proj.bias", "pool.v_proj.weight",
             "proj.weight", "norm2.bias"]
    gradients = {"gradient." + name: model.add_embedding.get_parameter(name).grad for name in asked}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "unet").mkdir(exist_ok=True)
    (folder / "unet" / "config.json").write_text(model.to_json_string())
    save(folder / "unet" / "diffusion_pytorch_model.safetensors", model.state_dict())
    save(folder / "expected.safetensors", dict(sample=sample, context=context, timesteps=timesteps.float(), output=output,
                                               whole=model.add_embedding(context), **gradients))


if __name__ == "__main__":
    root = Path(sys.argv[1]) / "parity"
    bert(root)
    byte_pairs(root)
    naming(root)
    single(root)
    tiny(root)
    whole_text(root)
