"""A micro pipeline of the XL family with random weights and what diffusers computes with it.

Writes into the folder given:
  parity/xl/pipeline/          StableDiffusionXLPipeline in diffusers layout, weights as fp16
  parity/xl/expected.*         texts, conditions, predictions, a picture's latents and pixels
  parity/xl/lora/, word        an adapter of all three networks in two namings, a learned word, and what they change
  parity/xl/original.json      the name of each tensor in a checkpoint in one file, checked with the reference's converters
"""

import json
import re
import shutil
import sys
from pathlib import Path

import torch
from diffusers import (AutoencoderKL, DPMSolverMultistepScheduler, EulerDiscreteScheduler, StableDiffusionXLPipeline,
                       UNet2DConditionModel)
from diffusers.loaders.single_file_utils import (convert_ldm_unet_checkpoint, convert_ldm_vae_checkpoint,
                                                 convert_open_clip_checkpoint)
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

from models import original, randomize, save

PROMPT = "red robe, night mountains! under a sky"
NEGATIVE = "the river"


def build(parity):
    folder = parity / "xl" / "pipeline"
    shutil.rmtree(folder, ignore_errors=True)
    tokens = dict(model_max_length=20)
    tokenizer = CLIPTokenizer.from_pretrained(parity / "bpe", **tokens)
    second = CLIPTokenizer.from_pretrained(parity / "bpe", pad_token="!", **tokens)
    common = dict(vocab_size=len(tokenizer), max_position_embeddings=20, bos_token_id=0, eos_token_id=2, pad_token_id=1)
    text = randomize(CLIPTextModel(CLIPTextConfig(
        hidden_size=64, intermediate_size=48, num_hidden_layers=3, num_attention_heads=1, hidden_act="quick_gelu",
        projection_dim=64, **common)), 11)
    text_2 = randomize(CLIPTextModelWithProjection(CLIPTextConfig(
        hidden_size=64, intermediate_size=48, num_hidden_layers=3, num_attention_heads=1, hidden_act="gelu",
        projection_dim=40, **common)), 12)
    unet = randomize(UNet2DConditionModel(
        sample_size=8, block_out_channels=(32, 64), layers_per_block=1, cross_attention_dim=128,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        transformer_layers_per_block=[1, 2], attention_head_dim=[1, 1], use_linear_projection=True,
        addition_embed_type="text_time", addition_time_embed_dim=32, projection_class_embeddings_input_dim=6 * 32 + 40,
        norm_num_groups=32), 13)
    vae = randomize(AutoencoderKL(
        block_out_channels=(32, 32), layers_per_block=1, norm_num_groups=32, latent_channels=4, sample_size=16,
        scaling_factor=0.13025, down_block_types=("DownEncoderBlock2D",) * 2, up_block_types=("UpDecoderBlock2D",) * 2), 14)
    scheduler = EulerDiscreteScheduler(
        beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", steps_offset=1, timestep_spacing="leading")
    pipeline = StableDiffusionXLPipeline(
        vae=vae, text_encoder=text, text_encoder_2=text_2, tokenizer=tokenizer, tokenizer_2=second, unet=unet,
        scheduler=scheduler, add_watermarker=False)
    pipeline.set_progress_bar_config(disable=True)
    return folder, pipeline


def store(folder, pipeline):
    pipeline.save_pretrained(folder)
    for name in ("text_encoder", "text_encoder_2", "unet", "vae"):
        module = getattr(pipeline, name)
        for file in (folder / name).glob("*.safetensors"):
            stem = file.name.removesuffix(".safetensors")
            file.unlink()
            from safetensors.torch import save_file
            save_file({key: value.detach().half().contiguous().clone() for key, value in module.state_dict().items()},
                      folder / name / f"{stem}.fp16.safetensors")
    for name in ("tokenizer", "tokenizer_2"):
        source = folder.parent.parent / "bpe"
        for file in (folder / name).iterdir():
            file.unlink()
        shutil.copy(source / "vocab.json", folder / name)
        shutil.copy(source / "merges.txt", folder / name)
        pad = "<|endoftext|>" if name == "tokenizer" else "!"
        config = dict(model_max_length=20, pad_token=pad, tokenizer_class="CLIPTokenizer")
        (folder / name / "tokenizer_config.json").write_text(json.dumps(config, indent=1) + "\n")


def compute(parity, pipeline):
    tensors, notes = {}, dict(prompt=PROMPT, negative=NEGATIVE, texts=["it's raining!", "", PROMPT])
    for name in ("tokenizer", "tokenizer_2"):
        notes[name] = getattr(pipeline, name)(notes["texts"], padding="max_length", max_length=20, truncation=True).input_ids
    with torch.no_grad():
        for skip in (None, 1):
            states, negative, pooled, negative_pooled = pipeline.encode_prompt(
                PROMPT, negative_prompt=NEGATIVE, device="cpu", clip_skip=skip)
            suffix = "" if skip is None else f".skip{skip}"
            tensors |= {f"states{suffix}": states, f"pooled{suffix}": pooled}
            if skip is None:  # it skips layers of the prompt alone
                tensors |= dict(negative_states=negative, negative_pooled=negative_pooled)
        _, zero, _, zero_pooled = pipeline.encode_prompt(PROMPT, device="cpu")
        assert not zero.any() and not zero_pooled.any()
        generator = torch.Generator().manual_seed(21)
        sample = torch.randn((2, 4, 8, 8), generator=generator)
        context = torch.cat([tensors["negative_states"], tensors["states"]])
        pooled = torch.cat([tensors["negative_pooled"], tensors["pooled"]])
        sizes = torch.tensor([[1024.0, 768, 0, 16, 512, 640]] * 2)
        timesteps = torch.tensor([17, 902])
        output = pipeline.unet(sample, timesteps, context, added_cond_kwargs=dict(text_embeds=pooled, time_ids=sizes)).sample
        tensors |= dict(sample=sample, timesteps=timesteps, sizes=sizes[:1], output=output)
        latents = torch.randn((1, 4, 8, 12), generator=generator)
        tensors["initial_latents"] = latents
        for name, scheduler in (
                ("euler", pipeline.scheduler),
                ("dpmpp_2m", DPMSolverMultistepScheduler.from_config(
                    pipeline.scheduler.config, timestep_spacing="linspace", steps_offset=0))):
            pipeline.scheduler = scheduler
            for negative in (NEGATIVE, None):
                suffix = "" if negative else ".unsaid"
                arguments = dict(prompt=PROMPT, negative_prompt=negative, num_inference_steps=6, guidance_scale=4.0,
                                 height=16, width=24, latents=latents.clone())
                end = pipeline(output_type="latent", **arguments).images
                tensors[f"{name}.latents{suffix}"] = end
                if negative:
                    tensors[f"{name}.image"] = pipeline(output_type="pt", **arguments).images
    save(parity / "xl" / "expected.safetensors", tensors)
    (parity / "xl" / "expected.json").write_text(json.dumps(notes, ensure_ascii=False) + "\n")


def adapters(parity, pipeline):
    """One adapter of all three networks in kohya's names for XL and in diffusers'; a learned word; what both change."""
    generator = torch.Generator().manual_seed(31)
    kohya, diffusers = {}, {}
    sgm = {name: key.removeprefix("model.diffusion_model.") for name, key in original_unet(pipeline.unet).items()}
    targets = []
    for name, part, module in (("unet", "unet", pipeline.unet), ("te1", "text_encoder", pipeline.text_encoder),
                               ("te2", "text_encoder_2", pipeline.text_encoder_2)):
        for path, layer in module.named_modules():
            weight = getattr(layer, "weight", None)
            chosen = path.endswith(("attn2.to_k", "proj_in", "conv1", "downsamplers.0.conv", "upsamplers.0.conv",
                                    "self_attn.q_proj", "mlp.fc1", "add_embedding.linear_1", "time_emb_proj"))
            if weight is None or not chosen:
                continue
            rank, alpha = 3, 1.5
            down = (torch.randn((rank, *weight.shape[1:]), generator=generator) * 0.1).half()
            up = (torch.randn((weight.shape[0], rank, *[1] * (weight.dim() - 2)), generator=generator) * 0.1).half()
            inner = path if part == "unet" or path.startswith("text_model.") else "text_model." + path
            flat = sgm[path + ".weight"].removesuffix(".weight") if part == "unet" else inner
            key = f"lora_{name}_" + flat.replace(".", "_")
            kohya |= {key + ".lora_down.weight": down, key + ".lora_up.weight": up, key + ".alpha": torch.tensor(alpha)}
            diffusers |= {f"{part}.{inner}.lora.down.weight": down, f"{part}.{inner}.lora.up.weight": up * (alpha / rank)}
            change = (up.flatten(1).float() @ down.flatten(1).float()).reshape(weight.shape) * (alpha / rank)
            targets.append((weight, change))
    save_half(parity / "xl" / "lora" / "kohya.safetensors", kohya)
    save(parity / "xl" / "lora" / "diffusers.safetensors", diffusers)
    text, text_2 = pipeline.text_encoder, pipeline.text_encoder_2
    word = dict(clip_l=torch.randn((2, 64), generator=generator) * 0.2, clip_g=torch.randn((2, 64), generator=generator) * 0.2)
    save(parity / "xl" / "word.safetensors", word)
    tensors = {}
    pipeline.scheduler = EulerDiscreteScheduler.from_config(pipeline.scheduler.config, timestep_spacing="leading", steps_offset=1)
    loaded = StableDiffusionXLPipeline.lora_state_dict(str(parity / "xl" / "lora" / "kohya.safetensors"), unet_config=pipeline.unet.config)
    modules = {re.sub(r"[._]lora.*", "", key) for key in loaded[0]}
    assert len(modules) == len(targets), (len(modules), len(targets))  # the reference finds a layer for every name
    with torch.no_grad():
        arguments = dict(prompt=PROMPT, negative_prompt=NEGATIVE, num_inference_steps=2, guidance_scale=3.0, height=16,
                         width=16, latents=torch.randn((1, 4, 8, 8), generator=generator), output_type="latent")
        tensors["initial_latents"] = arguments["latents"].clone()
        for weight, change in targets:
            weight += change
        tensors["adapted"] = pipeline(**arguments).images
        for weight, change in targets:
            weight -= change
        before = [module.get_input_embeddings().weight.clone() for module in (text, text_2)]
        for tokenizer in (pipeline.tokenizer, pipeline.tokenizer_2):
            tokenizer.add_tokens(["<robe>", "<robe>_1"])
        for module, vectors in ((text, word["clip_l"]), (text_2, word["clip_g"])):
            module.config.eos_token_id = module.eos_token_id = pipeline.tokenizer.eos_token_id
            for inner in module.modules():
                if hasattr(inner, "eos_token_id"):
                    inner.eos_token_id = pipeline.tokenizer.eos_token_id
            module.resize_token_embeddings(len(pipeline.tokenizer), mean_resizing=False)
            module.get_input_embeddings().weight[-2:] = vectors
        states, _, pooled, _ = pipeline.encode_prompt("red <robe> night", device="cpu")
        tensors |= dict(word_states=states, word_pooled=pooled)
    save(parity / "xl" / "lora" / "expected.safetensors", tensors)


def save_half(path, tensors):
    from safetensors.torch import save_file
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: tensor.half().contiguous().clone() for name, tensor in tensors.items()}, path)


def one_file(parity, pipeline):
    """Names of a checkpoint in one file; `transposed` and `stacked` tensors differ in their bytes too."""
    marks, values = {}, {}

    class Stub:
        def __init__(self, module, **changes):
            self.config = module.config
            self.state = module.state_dict()

        def state_dict(self):
            return self.state

    unet, vae, text, text_2 = pipeline.unet, pipeline.vae, pipeline.text_encoder, pipeline.text_encoder_2
    plain = original_unet(unet)
    for key, name in plain.items():
        marks[name] = dict(of=f"unet/{key}")
        values[name] = unet.state_dict()[key]
    whole = original(unet_without_addition(unet), vae, text)
    for name, value in whole.items():
        if name.startswith("first_stage_model."):
            values[name] = value
            key = next(key for key, mine in vae.state_dict().items()
                       if mine.data_ptr() == value.data_ptr() and mine.numel() == value.numel())
            marks[name] = dict(of=f"vae/{key}", shape=list(value.shape))
    for key in text.state_dict():
        name = "conditioner.embedders.0.transformer." + (key if key.startswith("text_model.") else "text_model." + key)
        marks[name] = dict(of=f"text_encoder/{key}")
    open_clip = "conditioner.embedders.1.model."
    state = {key.removeprefix("text_model."): value for key, value in text_2.state_dict().items()}
    prefix = "text_model." if any(key.startswith("text_model.") for key in text_2.state_dict()) else ""
    simple = {"embeddings.token_embedding.weight": "token_embedding.weight",
              "embeddings.position_embedding.weight": "positional_embedding",
              "final_layer_norm.weight": "ln_final.weight", "final_layer_norm.bias": "ln_final.bias"}
    parts = {"layer_norm1": "ln_1", "layer_norm2": "ln_2", "mlp.fc1": "mlp.c_fc", "mlp.fc2": "mlp.c_proj",
             "self_attn.out_proj": "attn.out_proj"}
    for mine, theirs in simple.items():
        marks[open_clip + theirs] = dict(of=f"text_encoder_2/{prefix}{mine}")
        values[open_clip + theirs] = state[mine]
    for layer in range(text_2.config.num_hidden_layers):
        for mine, theirs in parts.items():
            for leaf in ("weight", "bias"):
                name = f"{open_clip}transformer.resblocks.{layer}.{theirs}.{leaf}"
                marks[name] = dict(of=f"text_encoder_2/{prefix}encoder.layers.{layer}.{mine}.{leaf}")
                values[name] = state[f"encoder.layers.{layer}.{mine}.{leaf}"]
        for leaf in ("weight", "bias"):
            name = f"{open_clip}transformer.resblocks.{layer}.attn.in_proj_{leaf}"
            rows = [f"encoder.layers.{layer}.self_attn.{which}_proj.{leaf}" for which in "qkv"]
            marks[name] = dict(stacked=[f"text_encoder_2/{prefix}{row}" for row in rows])
            values[name] = torch.cat([state[row] for row in rows])
    marks[open_clip + "text_projection"] = dict(of="text_encoder_2/text_projection.weight", transposed=True)
    values[open_clip + "text_projection"] = state["text_projection.weight"].T.contiguous()
    values[open_clip + "logit_scale"] = torch.ones(())

    back = convert_ldm_unet_checkpoint(dict(values), dict(
        layers_per_block=1, addition_embed_type="text_time", class_embed_type=None))
    assert back.keys() == unet.state_dict().keys(), back.keys() ^ unet.state_dict().keys()
    assert all(torch.equal(back[key], value) for key, value in unet.state_dict().items())
    back = convert_ldm_vae_checkpoint(
        dict(values), dict(down_block_types=[0, 0], up_block_types=[0, 0], layers_per_block=1))
    assert back.keys() == vae.state_dict().keys()
    back = convert_open_clip_checkpoint(text_2, dict(values), prefix=open_clip)
    back = {key.removeprefix("text_model."): value for key, value in back.items()}
    assert all(torch.equal(back[key], value) for key, value in state.items()), back.keys() ^ state.keys()
    (parity / "xl" / "original.json").write_text(json.dumps(marks, indent=0) + "\n")


def unet_without_addition(unet):
    class View:
        config, up_blocks = unet.config, unet.up_blocks

        def state_dict(self):
            return {key: value for key, value in unet.state_dict().items() if not key.startswith("add_embedding.")}

    return View()


def original_unet(unet):
    view = unet_without_addition(unet)
    names = {}
    renamed = original(view, pipeline_stub(), pipeline_stub())
    by_pointer = {value.data_ptr(): name for name, value in renamed.items() if name.startswith("model.diffusion_model.")}
    for key, value in view.state_dict().items():
        names[key] = by_pointer[value.data_ptr()]
    for mine, theirs in (("linear_1", "0.0"), ("linear_2", "0.2")):
        for leaf in ("weight", "bias"):
            names[f"add_embedding.{mine}.{leaf}"] = f"model.diffusion_model.label_emb.{theirs}.{leaf}"
    return names


def pipeline_stub():
    class Empty:
        class config:
            block_out_channels, max_position_embeddings = [0], 1

        def state_dict(self):
            return {}

    return Empty()


if __name__ == "__main__":
    root = Path(sys.argv[1]) / "parity"
    target, made = build(root)
    store(target, made)
    one_file(root, made)
    compute(root, made)
    adapters(root, made)
