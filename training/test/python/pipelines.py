"""Whole pictures of micro pipelines, from diffusers on a CPU.

Needs what `models.py` wrote and `parity/pipeline`. Writes into the folder given:
  parity/taiyi/                     what a pipeline with BERT as text encoder has beside denoiser, autoencoder (those of
                                    parity/pipeline) and text encoder (parity/bert), and a picture of it
  parity/expected/from_picture.*    a picture that starts from a picture
"""

import json
import sys
from pathlib import Path

import torch
from diffusers import (AutoencoderKL, DDIMScheduler, PNDMScheduler, StableDiffusionImg2ImgPipeline, StableDiffusionPipeline,
                       UNet2DConditionModel)
from transformers import BertModel, BertTokenizer

from models import save


def parts(parity):
    pipeline = parity / "pipeline"
    return dict(unet=UNet2DConditionModel.from_pretrained(pipeline / "unet"),
                vae=AutoencoderKL.from_pretrained(pipeline / "vae"),
                safety_checker=None, feature_extractor=None, requires_safety_checker=False)


def taiyi(parity):
    """BertModel, BertTokenizer over vocab.txt, PNDM: as in Taiyi-Stable-Diffusion-1B-Chinese."""
    folder = parity / "taiyi"
    scheduler = PNDMScheduler(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", steps_offset=1,
                              set_alpha_to_one=False, skip_prk_steps=True)
    pipeline = StableDiffusionPipeline(
        text_encoder=BertModel.from_pretrained(parity / "bert").eval(),
        tokenizer=BertTokenizer.from_pretrained(parity / "bert" / "tokenizer"), scheduler=scheduler, **parts(parity))
    pipeline.set_progress_bar_config(disable=True)
    pipeline.save_config(folder)
    scheduler.save_config(folder / "scheduler")
    notes = dict(prompt="夜空下穿红色长袍的人，竹林！", negative="山水, river", seed=20, steps=6, guidance=4.0, width=48, height=32)
    tensors = {}

    def watch(_, step, timestep, values):
        tensors[f"latents.{step}"] = values["latents"].clone()
        return values

    arguments = dict(prompt=notes["prompt"], negative_prompt=notes["negative"], num_inference_steps=notes["steps"],
                     guidance_scale=notes["guidance"], width=notes["width"], height=notes["height"])
    with torch.no_grad():
        prompt, negative = pipeline.encode_prompt(notes["prompt"], "cpu", 1, True, notes["negative"])
        image = pipeline(generator=torch.Generator().manual_seed(notes["seed"]), output_type="pt",
                         callback_on_step_end=watch, **arguments).images
    last = max(int(name.split(".")[1]) for name in tensors)
    save(folder / "expected.safetensors", dict(
        states=prompt, negative_states=negative, latents=tensors[f"latents.{last}"], image=image))
    (folder / "expected.json").write_text(json.dumps(notes, ensure_ascii=False) + "\n")


def from_picture(parity):
    """The pipeline is given the autoencoder's means: from a picture it would draw a sample of them, with the first numbers."""
    from transformers import CLIPTextModel, PreTrainedTokenizerFast
    source = parity / "pipeline"
    pipeline = StableDiffusionImg2ImgPipeline(
        text_encoder=CLIPTextModel.from_pretrained(source / "text_encoder"),
        tokenizer=PreTrainedTokenizerFast.from_pretrained(source / "tokenizer"),
        scheduler=DDIMScheduler.from_pretrained(source / "scheduler"), **parts(parity))
    pipeline.set_progress_bar_config(disable=True)
    notes = dict(prompt="红色长袍，竹林", negative="模糊", seed=1234, steps=8, strength=0.6, guidance=4.0, width=48, height=32)
    levels = torch.randint(0, 256, (1, 3, 4, 6), generator=torch.Generator().manual_seed(22))
    start = levels.repeat_interleave(8, 2).repeat_interleave(8, 3) / 127.5 - 1
    with torch.no_grad():
        means = pipeline.vae.encode(start).latent_dist.mode() * pipeline.vae.config.scaling_factor
        image = pipeline(notes["prompt"], image=means, negative_prompt=notes["negative"], strength=notes["strength"],
                         num_inference_steps=notes["steps"], guidance_scale=notes["guidance"],
                         generator=torch.Generator().manual_seed(notes["seed"]), output_type="pt").images
    save(parity / "expected" / "from_picture.safetensors", dict(start=start, image=image))
    (parity / "expected" / "from_picture.json").write_text(json.dumps(notes, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    root = Path(sys.argv[1]) / "parity"
    taiyi(root)
    from_picture(root)
