"""The yardstick of `./pinhua bench engine`: the same work by torch, diffusers and peft.

Started as `diffusers_bench.py THREADS`. Reads one request (JSON) a line, answers each with one line; the work of a
request is timed here, so that sending does not count.
"""

import json
import platform
import sys
import time

import diffusers
import peft
import torch
from diffusers import StableDiffusionPipeline
from safetensors.torch import load_file

answers, sys.stdout = sys.stdout, sys.stderr  # libraries may print
torch.set_num_threads(int(sys.argv[1]))
diffusers.utils.logging.set_verbosity_error()


def floats(numbers, shape):
    return torch.tensor(numbers, dtype=torch.float32).reshape(shape)


def open_model(request):
    global pipe, texts
    dtype = torch.bfloat16 if request["precision"] == "bf16" else torch.float32
    pipe = StableDiffusionPipeline.from_pretrained(request["model"], torch_dtype=dtype, safety_checker=None)
    pipe.set_progress_bar_config(disable=True)
    texts = {}
    versions = (platform.python_version(), torch.__version__, diffusers.__version__, peft.__version__)
    return {"versions": "Python %s, torch %s, diffusers %s, peft %s" % versions}


@torch.no_grad()
def text(prompt):
    if prompt not in texts:
        texts[prompt] = pipe.encode_prompt(prompt, "cpu", 1, False)[0]
    return texts[prompt]


@torch.no_grad()
def predict(request):
    latents = floats(request["noise"], request["shape"]).to(pipe.unet.dtype)
    context = text(request["prompt"]).repeat(len(latents), 1, 1)
    return {"output": pipe.unet(latents, request["timestep"], context).sample.flatten().tolist()}


@torch.no_grad()
def guided_pass(request):
    latents = floats(request["noise"], request["shape"]).to(pipe.unet.dtype)
    context = torch.cat([text(""), text(request["prompt"])])
    began = time.perf_counter()
    pipe.unet(torch.cat([latents, latents]), request["timestep"], context)
    return {"seconds": time.perf_counter() - began}


@torch.no_grad()
def decode(request):
    latents = floats(request["noise"], request["shape"]).to(pipe.vae.dtype)
    began = time.perf_counter()
    pipe.vae.decode(latents / pipe.vae.config.scaling_factor)
    return {"seconds": time.perf_counter() - began}


def draw(request):
    noise = floats(request["noise"], request["shape"]).to(pipe.unet.dtype)
    prompt, negative = text(request["prompt"]), text("")
    began = time.perf_counter()
    pictures = pipe(
        prompt_embeds=prompt.repeat(len(noise), 1, 1),
        negative_prompt_embeds=negative.repeat(len(noise), 1, 1),
        latents=noise,
        num_inference_steps=request["steps"],
        guidance_scale=request["guidance"],
        height=request["height"],
        width=request["width"],
        output_type="np",
    ).images
    pixels = (pictures * 255).round().astype("uint8")
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "pixels": pixels.flatten().tolist() if request["pixels"] else []}


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
        "timesteps": torch.tensor(request["timesteps"]),
        "context": torch.cat([text(prompt) for prompt in request["prompts"]]),
        "beta": request["beta"],
        "clip": request["clip"],
    }
    return {}


def step(_):
    began = time.perf_counter()
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
    seconds = time.perf_counter() - began
    return {
        "seconds": seconds,
        "loss": loss.item(),
        "winnerError": trained[0::2].mean().item(),
        "gradNorm": norm.item(),
    }


REQUESTS = {
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
