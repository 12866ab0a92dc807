"""Golden values of samplers, guidance and random numbers, from diffusers and torch on a CPU.

Writes parity/expected/samplers.{json,safetensors} and parity/expected/matrix.{json,safetensors} below the folder given:
runs of every sampler, picked and in all combinations of spacing, prediction and start. The fake model is
eps = x * (0.3 sin t), x the scaled input, t in radians; with v_prediction the same value is taken as v.
"""

import json
import math
import sys
from pathlib import Path

import diffusers
import torch
from diffusers import (
    DDIMScheduler,
    DPMSolverMultistepScheduler,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
    LCMScheduler,
    PNDMScheduler,
)
from diffusers.pipelines.stable_diffusion.pipeline_stable_diffusion import rescale_noise_cfg
from safetensors.torch import save_file

VERSIONS = dict(torch=torch.__version__, diffusers=diffusers.__version__)
SHAPE = (1, 4, 2, 2)
BASE = dict(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", num_train_timesteps=1000)
LEADING = dict(steps_offset=1, timestep_spacing="leading")
CASES = [
    ("pndm_few", PNDMScheduler, "PNDM", dict(skip_prk_steps=True, set_alpha_to_one=False, **LEADING), 5, {}),
    ("pndm_one", PNDMScheduler, "PNDM", dict(skip_prk_steps=True, set_alpha_to_one=False, **LEADING), 1, {}),
    ("euler_trailing", EulerDiscreteScheduler, "EULER", dict(timestep_spacing="trailing"), 20, {}),
    ("euler_v", EulerDiscreteScheduler, "EULER",
     dict(timestep_spacing="linspace", prediction_type="v_prediction"), 12, {}),
    ("ancestral_linspace", EulerAncestralDiscreteScheduler, "EULER_ANCESTRAL",
     dict(timestep_spacing="linspace"), 20, {}),
    ("ancestral_v", EulerAncestralDiscreteScheduler, "EULER_ANCESTRAL",
     dict(timestep_spacing="trailing", prediction_type="v_prediction"), 9, {}),
    ("lcm_v", LCMScheduler, "LCM", dict(prediction_type="v_prediction", clip_sample=False), 6, {}),
    ("dpmpp_trailing", DPMSolverMultistepScheduler, "DPMPP_2M", dict(timestep_spacing="trailing"), 9, {}),
    ("ddim_from_image", DDIMScheduler, "DDIM",
     dict(clip_sample=False, set_alpha_to_one=False, **LEADING), 20, dict(strength=0.6)),
    ("dpmpp_from_image", DPMSolverMultistepScheduler, "DPMPP_2M",
     dict(timestep_spacing="linspace"), 20, dict(strength=0.75)),
    ("karras_from_image", DPMSolverMultistepScheduler, "DPMPP_2M_KARRAS",
     dict(timestep_spacing="linspace", use_karras_sigmas=True), 20, dict(strength=0.5)),
    ("euler_from_image", EulerDiscreteScheduler, "EULER", dict(timestep_spacing="linspace"), 10, dict(strength=0.35)),
    ("ancestral_from_image", EulerAncestralDiscreteScheduler, "EULER_ANCESTRAL",
     dict(timestep_spacing="leading", steps_offset=1), 10, dict(strength=0.8)),
    ("lcm_from_image", LCMScheduler, "LCM", dict(clip_sample=False), 8, dict(strength=0.5)),
    ("ddim_inpaint", DDIMScheduler, "DDIM",
     dict(clip_sample=False, set_alpha_to_one=False, **LEADING), 10, dict(strength=1.0, mask=True)),
    ("euler_inpaint", EulerDiscreteScheduler, "EULER",
     dict(timestep_spacing="linspace"), 10, dict(strength=0.7, mask=True)),
]

SPACINGS = ("leading", "linspace", "trailing")
PREDICTIONS = dict(epsilon={}, v=dict(prediction_type="v_prediction"),
                   zero=dict(prediction_type="v_prediction", rescale_betas_zero_snr=True))
STARTS = dict(noise={}, image=dict(strength=0.6), part=dict(strength=0.6, mask=True), mask=dict(strength=1.0, mask=True))
MATRIX = dict(  # what decision 27 departs from is left out
    ddim=(DDIMScheduler, "DDIM", SPACINGS, PREDICTIONS, dict(clip_sample=False)),
    pndm=(PNDMScheduler, "PNDM", SPACINGS, ("epsilon", "v"), dict(skip_prk_steps=True)),
    euler=(EulerDiscreteScheduler, "EULER", SPACINGS, PREDICTIONS, {}),
    euler_karras=(EulerDiscreteScheduler, "EULER", SPACINGS, ("epsilon", "v"), dict(use_karras_sigmas=True)),
    ancestral=(EulerAncestralDiscreteScheduler, "EULER_ANCESTRAL", SPACINGS, PREDICTIONS, {}),
    dpmpp=(DPMSolverMultistepScheduler, "DPMPP_2M", SPACINGS, PREDICTIONS, {}),
    karras=(DPMSolverMultistepScheduler, "DPMPP_2M_KARRAS", ("linspace",), ("epsilon", "v"),
            dict(use_karras_sigmas=True)),
    lcm=(LCMScheduler, "LCM", ("leading",), PREDICTIONS, dict(clip_sample=False)),
)
MATRIX_STEPS = 7  # does not divide 1000


def trajectory(scheduler, steps, image, noise, mask, settings, fresh):
    """Text to image, image to image and inpainting as the stock pipelines order these calls."""
    scheduler.set_timesteps(steps)
    begin = 0
    latents = noise * scheduler.init_noise_sigma
    strength = settings.get("strength")
    if strength is not None:
        begin = max(steps - min(int(steps * strength), steps), 0)
        if hasattr(scheduler, "set_begin_index"):
            scheduler.set_begin_index(begin)
        if not (strength == 1.0 and settings.get("mask")):
            latents = scheduler.add_noise(image, noise, scheduler.timesteps[begin:begin + 1])
    timesteps = scheduler.timesteps[begin:]
    if begin and isinstance(scheduler, PNDMScheduler):
        # the pipelines cut the list whose second timestep comes twice, after which the scheduler is a step ahead of its
        # latents; here the first step of what is left is done twice, as that of a whole run is
        once = [scheduler.timesteps[0], *scheduler.timesteps[2:]]
        timesteps = torch.stack([*once[begin:begin + 2], *once[begin + 1:]])
        latents = scheduler.add_noise(image, noise, timesteps[:1])
    states = [latents]
    drawn = []
    for i, t in enumerate(timesteps):
        x = scheduler.scale_model_input(latents, t)
        output = x * (0.3 * math.sin(float(t)))
        extra = {}
        if isinstance(scheduler, (EulerAncestralDiscreteScheduler, LCMScheduler)):
            before = fresh.get_state()
            extra["generator"] = fresh
        latents = scheduler.step(output, t, latents, **extra).prev_sample
        if extra:
            after = fresh.get_state()
            fresh.set_state(before)
            drawn.append(torch.randn(SHAPE, generator=fresh))
            fresh.set_state(after)
        if settings.get("mask"):
            kept = image
            if i < len(timesteps) - 1:
                kept = scheduler.add_noise(image, noise, timesteps[i + 1:i + 2])
            latents = (1 - mask) * kept + mask * latents
        states.append(latents)
    return torch.stack(states), torch.stack(drawn) if drawn else None


def matrix(folder, image, noise, mask):
    tensors, cases = {}, []
    for name, (kind, sampler, spacings, predictions, config) in MATRIX.items():
        for spacing in spacings:
            for prediction in predictions:
                own = dict(timestep_spacing=spacing, steps_offset=1) | config | PREDICTIONS[prediction]
                if kind in (DDIMScheduler, PNDMScheduler):
                    own["set_alpha_to_one"] = prediction == "epsilon"
                if kind is LCMScheduler:
                    del own["timestep_spacing"], own["steps_offset"]
                case = f"{name}.{spacing}.{prediction}"
                for start, settings in STARTS.items():
                    scheduler = kind(**BASE, **own)
                    fresh = torch.Generator().manual_seed(5)
                    states, drawn = trajectory(scheduler, MATRIX_STEPS, image, noise, mask, settings, fresh)
                    assert states.isfinite().all(), case
                    tensors[f"{case}.{start}"] = states
                    if drawn is not None and start == "noise":
                        tensors["fresh"] = drawn
                notes = dict(name=case, sampler=sampler, config={"_class_name": kind.__name__, **BASE, **own},
                             timesteps=scheduler.timesteps.tolist())
                if hasattr(scheduler, "sigmas"):
                    notes["sigmas"] = scheduler.sigmas.tolist()
                cases.append(notes)
    write(folder, "matrix", tensors | dict(image=image, noise=noise, mask=mask))
    lines = ",\n".join(json.dumps(case) for case in cases)
    head = json.dumps(dict(versions=VERSIONS, steps=MATRIX_STEPS, starts=STARTS))[:-1]
    (folder / "matrix.json").write_text(f'{head}, "cases": [\n{lines}\n]}}\n')


def write(folder, name, tensors):
    folder.mkdir(parents=True, exist_ok=True)
    save_file({key: tensor.float().contiguous() for key, tensor in tensors.items()}, folder / f"{name}.safetensors")


def main(folder):
    tensors = {}
    generator = torch.Generator().manual_seed(20)
    image = torch.randn(SHAPE, generator=generator)
    noise = torch.randn(SHAPE, generator=generator)
    mask = torch.tensor([1.0, 0.0, 0.25, 1.0]).reshape(1, 1, 2, 2)
    tensors.update(image=image, noise=noise, mask=mask)
    cases = []
    for name, kind, sampler, config, steps, settings in CASES:
        scheduler = kind(**BASE, **config)
        states, drawn = trajectory(scheduler, steps, image, noise, mask, settings, torch.Generator().manual_seed(5))
        tensors[name + ".trajectory"] = states
        if drawn is not None:
            tensors[name + ".fresh"] = drawn
        kept = {key: scheduler.config[key] for key in {**BASE, **config}}
        case = dict(name=name, sampler=sampler, steps=steps, config={"_class_name": kind.__name__, **kept},
                    timesteps=[float(t) for t in scheduler.timesteps], **settings)
        if hasattr(scheduler, "sigmas"):
            case["sigmas"] = [float(s) for s in scheduler.sigmas]
        cases.append(case)

    negative = torch.randn((2, 4, 3, 3), generator=generator)
    prompt = 2 * torch.randn((2, 4, 3, 3), generator=generator)
    guided = negative + 7.5 * (prompt - negative)
    tensors.update({"guidance.negative": negative, "guidance.prompt": prompt})
    for rescale in (0.0, 0.7, 1.0):
        tensors[f"guidance.rescale{rescale}"] = rescale_noise_cfg(guided, prompt, guidance_rescale=rescale)

    for seed in (0, 42, 2**40 + 7, -3):
        generator = torch.Generator().manual_seed(seed)
        for turn, count in enumerate((64, 5, 1, 16, 2, 37, 15, 100)):
            tensors[f"random.{seed}.{turn}"] = torch.randn(count, generator=generator)
    large = torch.randn((4, 64, 64), generator=torch.Generator().manual_seed(1234)).flatten()
    tensors["random.large"] = large[::1021].clone()

    write(folder, "samplers", tensors)
    (folder / "samplers.json").write_text(json.dumps(dict(versions=VERSIONS, cases=cases), indent=1) + "\n")
    matrix(folder, image, noise, mask)


if __name__ == "__main__":
    main(Path(sys.argv[1]) / "parity" / "expected")
