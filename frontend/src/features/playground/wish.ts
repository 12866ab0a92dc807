import type { Generation, NewGeneration, NoiseKind, Sampler } from "../../api/types";

/** The form's fields as people leave them. */
export interface Wish {
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly count: number;
  readonly steps: number;
  readonly guidance: number;
  readonly guidanceRescale: number;
  readonly seed: number | "";
  readonly sampler: Sampler;
  readonly noise: NoiseKind;
  readonly modelVersionId: string | null;
  readonly strength: number;
}

export const plain: Wish = {
  prompt: "",
  negativePrompt: "",
  count: 4,
  steps: 20,
  guidance: 3,
  guidanceRescale: 0,
  seed: "",
  sampler: "DPMPP_2M",
  noise: "COUNTER",
  modelVersionId: null,
  strength: 0.6,
};

/** What an earlier request asked for, to be asked again or changed. */
export const like = (asked: Generation): Wish => ({
  ...plain,
  prompt: asked.prompt,
  negativePrompt: asked.negativePrompt,
  count: asked.count,
  steps: asked.steps,
  guidance: asked.guidance,
  guidanceRescale: asked.guidanceRescale,
  sampler: asked.sampler,
  noise: asked.noise,
  strength: asked.strength ?? plain.strength,
});

export const samplers = [
  "DPMPP_2M",
  "DPMPP_2M_KARRAS",
  "DDIM",
  "PNDM",
  "EULER",
  "EULER_ANCESTRAL",
  "LCM",
] as const satisfies readonly Sampler[];

/** Samplers with a pace of their own; the others take the steps and the guidance as they are. */
const paces: Partial<Record<Sampler, Pick<Wish, "steps" | "guidance">>> = { LCM: { steps: 6, guidance: 1.5 } };

/** The wish with another sampler, and with the steps it is made for where it needs its own. */
export function withSampler(wish: Wish, sampler: Sampler): Wish {
  const before = paces[wish.sampler];
  const untouched = before !== undefined && before.steps === wish.steps && before.guidance === wish.guidance;
  const usual = untouched ? { steps: plain.steps, guidance: plain.guidance } : {};
  return { ...wish, ...usual, ...paces[sampler], sampler };
}

/** What is sent: only what was said. */
export function asked(wish: Wish, startImageId: string | undefined): NewGeneration {
  const { negativePrompt, seed, modelVersionId, strength, ...rest } = wish;
  return {
    ...rest,
    prompt: rest.prompt.trim(),
    ...(negativePrompt.trim() === "" ? {} : { negativePrompt: negativePrompt.trim() }),
    ...(seed === "" ? {} : { seed }),
    ...(modelVersionId === null ? {} : { modelVersionId }),
    ...(startImageId === undefined ? {} : { startImageId, strength }),
  };
}
