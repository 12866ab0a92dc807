"""The yardstick of `./pinhua bench engine`: the same work by torch, diffusers and peft.

Started as `diffusers_bench.py THREADS DEVICE`. Reads one request (JSON) a line, answers each with one line; the work of
a request is timed here, so that sending does not count. Floats travel as base64 of their bytes, little-endian.
"""

import base64
import json
import os
import platform
import sys
import time

import diffusers
import peft
import torch
from diffusers import StableDiffusionPipeline, StableDiffusionXLPipeline
from safetensors.torch import load_file

answers, sys.stdout = sys.stdout, sys.stderr  # libraries may print
torch.set_num_threads(int(sys.argv[1]))
device = torch.device(sys.argv[2])
DTYPES = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}
pipe = None
diffusers.utils.logging.set_verbosity_error()


def floats(encoded, shape):
    numbers = torch.frombuffer(bytearray(base64.b64decode(encoded)), dtype=torch.float32)
    return numbers.reshape(shape).to(device)


def clock():
    """The time at which a GPU has done all that it was told."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    return time.perf_counter()


def begin(_):
    """Takes hold of the device, so that what follows takes memory for its own sake alone."""
    if device.type == "cuda":
        if not torch.cuda.is_available() or device.index >= torch.cuda.device_count():
            return {"refusal": "The torch %s of this Python has no device %s" % (torch.__version__, device)}
        torch.cuda.set_device(device)
        torch.zeros(1, device=device)
        clock()
    return {}


def memory(_):
    """Bytes that tensors took at most."""
    return {"allocated": torch.cuda.max_memory_allocated(device) if device.type == "cuda" else 0}


def open_model(request):
    global pipe, texts, xl
    pipe = None  # what was opened before goes first
    if device.type == "cuda":
        torch.cuda.empty_cache()
    dtype = DTYPES[request["precision"]]
    with open(os.path.join(request["model"], "model_index.json")) as index:
        xl = json.load(index)["_class_name"] == "StableDiffusionXLPipeline"
    if xl:
        pipe = StableDiffusionXLPipeline.from_pretrained(request["model"], torch_dtype=dtype, add_watermarker=False)
    else:
        pipe = StableDiffusionPipeline.from_pretrained(request["model"], torch_dtype=dtype, safety_checker=None)
    pipe.to(device)
    if request["slicing"]:
        pipe.vae.enable_slicing()  # pictures are decoded one by one, as ours
    pipe.set_progress_bar_config(disable=True)
    texts = {}
    versions = (platform.python_version(), torch.__version__, diffusers.__version__, peft.__version__)
    return {"versions": "Python %s, torch %s, diffusers %s, peft %s" % versions}


@torch.no_grad()
def text(prompt):
    """States, and for the XL family the text as a whole."""
    if prompt not in texts:
        if xl:
            states, _, pooled, _ = pipe.encode_prompt(
                prompt, device=device, num_images_per_prompt=1, do_classifier_free_guidance=False
            )
            texts[prompt] = states, pooled
        else:
            texts[prompt] = pipe.encode_prompt(prompt, device, 1, False)[0], None
    return texts[prompt]


def added(pooled):
    """What the XL family is told besides: a source as large as the picture, nothing cut off."""
    if pooled is None:
        return None
    side = pipe.unet.config.sample_size * pipe.vae_scale_factor
    sizes = torch.tensor([[side, side, 0, 0, side, side]], dtype=pooled.dtype, device=device)
    return {"text_embeds": pooled, "time_ids": sizes.repeat(len(pooled), 1)}


@torch.no_grad()
def predict(request):
    latents = floats(request["noise"], request["shape"]).to(pipe.unet.dtype)
    states, pooled = text(request["prompt"])
    told = added(None if pooled is None else pooled.repeat(len(latents), 1))
    output = pipe.unet(
        latents, request["timestep"], states.repeat(len(latents), 1, 1), added_cond_kwargs=told
    ).sample
    return {"output": base64.b64encode(output.float().cpu().contiguous().numpy().tobytes()).decode()}


@torch.no_grad()
def guided_pass(request):
    latents = floats(request["noise"], request["shape"]).to(pipe.unet.dtype)
    both = [text(""), text(request["prompt"])]
    context = torch.cat([states.repeat(len(latents), 1, 1) for states, _ in both])
    told = added(torch.cat([pooled.repeat(len(latents), 1) for _, pooled in both]) if xl else None)
    began = clock()
    pipe.unet(
        torch.cat([latents, latents]), request["timestep"], context, added_cond_kwargs=told
    ).sample.float().cpu()
    return {"seconds": clock() - began}


@torch.no_grad()
def decode(request):
    vae, dtype = pipe.vae, pipe.vae.dtype
    if xl and dtype == torch.float16 and vae.config.force_upcast:
        vae.to(torch.float32)  # as its pipeline does
    latents = floats(request["noise"], request["shape"]).to(vae.dtype)
    began = clock()
    vae.decode(latents / vae.config.scaling_factor).sample.float().cpu()
    seconds = clock() - began
    vae.to(dtype)
    return {"seconds": seconds}


def draw(request):
    noise = floats(request["noise"], request["shape"]).to(pipe.unet.dtype)
    (prompt, pooled), (negative, _) = text(request["prompt"]), text("")
    whole = {}
    if xl:  # for which a text that says nothing is no text at all
        negative = torch.zeros_like(prompt)
        whole["pooled_prompt_embeds"] = pooled.repeat(len(noise), 1)
        whole["negative_pooled_prompt_embeds"] = torch.zeros_like(whole["pooled_prompt_embeds"])
    began = clock()
    pictures = pipe(
        prompt_embeds=prompt.repeat(len(noise), 1, 1),
        negative_prompt_embeds=negative.repeat(len(noise), 1, 1),
        **whole,
        latents=noise,
        num_inference_steps=request["steps"],
        guidance_scale=request["guidance"],
        height=request["height"],
        width=request["width"],
        output_type="np",
    ).images
    pixels = (pictures * 255).round().astype("uint8")
    seconds = clock() - began
    return {"seconds": seconds, "pixels": base64.b64encode(pixels.tobytes()).decode() if request["pixels"] else ""}


def prepare(request):
    """Attaches the adapter of a kohya file and keeps the batch; winners and losers of the pairs alternate."""
    global batch, optimiser, parameters
    weights = load_file(request["adapter"])
    names = {"lora_unet_" + name.replace(".", "_"): name for name, _ in pipe.unet.named_modules()}
    paths = {key[: -len(".lora_down.weight")] for key in weights if key.endswith(".lora_down.weight")}
    pipe.unet.requires_grad_(False)
    pipe.unet.add_adapter(
        peft.LoraConfig(
            r=request["rank"], lora_alpha=request["rank"], target_modules=sorted(names[path] for path in paths)
        )
    )
    with torch.no_grad():
        for path in paths:
            layer = pipe.unet.get_submodule(names[path])
            layer.lora_A["default"].weight.copy_(weights[path + ".lora_down.weight"])
            layer.lora_B["default"].weight.copy_(weights[path + ".lora_up.weight"])
    parameters = [parameter for parameter in pipe.unet.parameters() if parameter.requires_grad]
    if len(parameters) != 2 * len(paths):
        raise ValueError("%d adapters, but %d parameters to train" % (len(paths), len(parameters)))
    optimiser = torch.optim.AdamW(
        parameters, lr=request["lr"], weight_decay=request["weightDecay"], fused=True
    )
    pipe.unet.train()
    batch = {
        "clean": floats(request["clean"], request["shape"]),
        "noise": floats(request["noise"], request["shape"]),
        "timesteps": torch.tensor(request["timesteps"], device=device),
        "context": torch.cat([text(prompt)[0] for prompt in request["prompts"]]),
        "beta": request["beta"],
        "clip": request["clip"],
    }
    return {}


def step(_):
    began = clock()
    clean, noise, timesteps, context = (batch[name] for name in ("clean", "noise", "timesteps", "context"))
    noisy = pipe.scheduler.add_noise(clean, noise, timesteps)
    velocity = pipe.scheduler.config.prediction_type == "v_prediction"
    target = pipe.scheduler.get_velocity(clean, noise, timesteps) if velocity else noise

    pipe.unet.disable_adapters()
    with torch.no_grad():
        reference = (pipe.unet(noisy, timesteps, context).sample - target).pow(2).mean((1, 2, 3))
    pipe.unet.enable_adapters()
    trained = (pipe.unet(noisy, timesteps, context).sample - target).pow(2).mean((1, 2, 3))
    better = batch["beta"] / 2 * (reference - trained)
    loss = -torch.nn.functional.logsigmoid(better[0::2] - better[1::2]).mean()
    loss.backward()
    norm = torch.nn.utils.clip_grad_norm_(parameters, batch["clip"])
    optimiser.step()
    optimiser.zero_grad()
    seconds = clock() - began
    return {
        "seconds": seconds,
        "loss": loss.item(),
        "winnerError": trained[0::2].mean().item(),
        "gradNorm": norm.item(),
    }


REQUESTS = {
    "begin": begin,
    "memory": memory,
    "open": open_model,
    "predict": predict,
    "pass": guided_pass,
    "decode": decode,
    "draw": draw,
    "prepare": prepare,
    "step": step,
}

for line in sys.stdin:
    request = json.loads(line)
    print(json.dumps(REQUESTS[request["do"]](request)), file=answers, flush=True)
