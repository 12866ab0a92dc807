"""Draws with a pipeline folder of ours in stock diffusers: `load_in_diffusers.py FOLDER PROMPT SHEET.png`."""

import sys

import diffusers
import torch
import transformers
from PIL import Image

folder, prompt, sheet = sys.argv[1:]

pipe = diffusers.StableDiffusionPipeline.from_pretrained(folder, torch_dtype=torch.float32)
pipe.set_progress_bar_config(disable=True)
pictures = pipe(
    prompt,
    num_inference_steps=20,
    guidance_scale=3.0,
    num_images_per_prompt=4,
    generator=torch.Generator().manual_seed(1),
).images
width, height = pictures[0].size
row = Image.new("RGB", (4 * width, height))
for place, picture in enumerate(pictures):
    row.paste(picture, (place * width, 0))
row.resize((8 * width, 2 * height), Image.NEAREST).save(sheet)
print(f"diffusers {diffusers.__version__}, transformers {transformers.__version__}, torch {torch.__version__}")
print(f"{pipe.__class__.__name__}: {pipe.text_encoder.__class__.__name__}, {pipe.unet.__class__.__name__},",
      f"{pipe.vae.__class__.__name__}, {pipe.scheduler.__class__.__name__}")
print(f"{len(pictures)} pictures of {width} x {height}")
