import type { Generation, LaidAdapter, NewGeneration, NoiseKind, Sampler } from "../../api/types";
import type { Size } from "./sizes";

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
  readonly adapters: readonly LaidAdapter[];
  readonly clipSkip: number;
  /** Null for what suits the model or the picture to start from. */
  readonly size: Size | null;
  /** What of a picture to start from is drawn anew; it says nothing of another picture. */
  readonly mask: Mask | undefined;
}

/** A picture in base64, white where the image is drawn anew. */
interface Mask {
  readonly imageId: string;
  readonly picture: string;
}

/** What of the image is drawn anew, as it is sent; undefined for all of it. */
export const maskOver = ({ mask }: Pick<Wish, "mask">, imageId: string | undefined): string | undefined =>
  mask !== undefined && mask.imageId === imageId ? mask.picture : undefined;

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
  adapters: [],
  clipSkip: 0,
  size: null,
  mask: undefined,
};

/**
 * Everything an earlier request asked for, to be asked again or changed.
 * @param picture of what was drawn anew in the picture to start from
 */
export const like = (earlier: Generation, picture?: string): Wish => ({
  prompt: earlier.prompt,
  negativePrompt: earlier.negativePrompt,
  count: earlier.count,
  steps: earlier.steps,
  guidance: earlier.guidance,
  guidanceRescale: earlier.guidanceRescale,
  seed: exact(earlier.seed),
  sampler: earlier.sampler,
  noise: earlier.noise,
  modelVersionId: earlier.modelVersionId,
  strength: earlier.strength ?? plain.strength,
  adapters: earlier.adapters,
  clipSkip: earlier.clipSkip,
  size: earlier.automaticSize ? null : { width: earlier.width, height: earlier.height },
  mask:
    earlier.startImageId === undefined || picture === undefined
      ? undefined
      : { imageId: earlier.startImageId, picture },
});

/** A seed as a number, if numbers here are long enough for it. */
const exact = (seed: string): number | "" => (Number.isSafeInteger(Number(seed)) ? Number(seed) : "");

/** The same wish once for each strength of its first adapter: the same seeds, so that only the strength differs. */
export const grid = (wish: Wish, strengths: readonly number[], seed: number): Wish[] =>
  strengths.map((strength) => ({
    ...wish,
    seed: wish.seed === "" ? seed : wish.seed,
    adapters: wish.adapters.map((each, place) => (place === 0 ? { ...each, strength } : each)),
  }));

/** Numbers separated by commas or spaces, each once, in order; undefined if one of them is none or out of bounds. */
export function strengthsOf(text: string): number[] | undefined {
  const words = text.split(/[\s,，;；、]+/).filter((word) => word !== "");
  const numbers = [...new Set(words.map(Number))];
  const sound = numbers.every((each) => Number.isFinite(each) && Math.abs(each) <= mostStrength);
  return sound && numbers.length > 0 && numbers.length <= mostRows ? numbers : undefined;
}

/** The words to try, separated by bars; undefined if there are none or too many. */
export function partsOf(text: string): string[] | undefined {
  const parts = [...new Set(text.split(/[|｜\n]/).map((part) => part.trim()))].filter((part) => part !== "");
  return parts.length > 0 && parts.length <= mostParts ? parts : undefined;
}

/** The same wish with every choice of the parts behind its prompt, from none to all, over the same seeds. */
export const matrix = (wish: Wish, parts: readonly string[], seed: number): Wish[] =>
  Array.from({ length: 2 ** parts.length }, (_, choice) => ({
    ...wish,
    seed: wish.seed === "" ? seed : wish.seed,
    prompt: [wish.prompt.trim(), ...parts.filter((_, place) => (choice >> place) & 1)].join(comma(wish.prompt)),
  }));

/** Between the parts of a prompt in its own writing. */
const comma = (prompt: string): string => (/\p{Script=Han}/u.test(prompt) ? "，" : ", ");

/** A prompt with one more word at its end. */
export function withWord(prompt: string, word: string): string {
  const begun = prompt.trimEnd();
  if (begun === "") {
    return word;
  }
  const mark = /[,.;:!?，。、；：！？]$/.exec(begun)?.[0]; // needs no comma behind it
  return begun + (mark === undefined ? comma(begun) : /[,.;:!?]/.test(mark) ? " " : "") + word;
}

/** What a row of a matrix has beyond its first row's prompt. */
export const beyond = (prompt: string, first: string): string =>
  prompt.startsWith(first) ? prompt.slice(first.length).replace(/^[，,\s]+/, "") : prompt;

export const longestPrompt = 2000;
export const mostParts = 3;
export const mostStrength = 4;
export const mostRows = 6;
export const mostAdapters = 8;

/** Samplers with a pace of their own; the others take the steps and the guidance as they are. */
const paces: Partial<Record<Sampler, Pick<Wish, "steps" | "guidance">>> = { LCM: { steps: 6, guidance: 1.5 } };

/**
 * The wish with another sampler, and with the steps it is made for where it needs its own.
 * @param usual what the model is usually drawn with: its own sampler keeps the model's own steps
 */
export function withSampler(
  wish: Wish,
  sampler: Sampler,
  usual: Pick<Wish, "steps" | "guidance" | "sampler"> = plain,
): Wish {
  const own = { steps: usual.steps, guidance: usual.guidance };
  const before = paces[wish.sampler];
  const untouched = before !== undefined && before.steps === wish.steps && before.guidance === wish.guidance;
  const pace = paces[sampler] !== undefined && sampler === usual.sampler ? own : paces[sampler];
  return { ...wish, ...(untouched ? own : {}), ...pace, sampler };
}

/**
 * What is said once a wish becomes another. What is back at what the model is usually drawn with is said no longer: it
 * follows the model.
 * @param said what of the wish was said so far
 */
export const saying = (said: Partial<Wish>, wish: Wish, next: Wish, usual: Partial<Wish> = {}): Partial<Wish> =>
  Object.fromEntries(
    Object.entries(next).filter(([name, value]) => {
      const field = name as keyof Wish;
      return value === wish[field] ? field in said : value !== usual[field];
    }),
  ) as Partial<Wish>;

/** What is usual with a model. */
const sampling = ["steps", "guidance", "guidanceRescale", "sampler", "clipSkip", "negativePrompt"] as const;

/** What is left to the server while nobody knows what is usual with the model: as far as it is not said. */
export const untold = (said: Partial<Wish>): readonly string[] => sampling.filter((field) => !(field in said));

/**
 * What is sent. An empty negative prompt is said too: the model may have a usual one.
 * @param left fields that are left to the server
 */
export function asked(wish: Wish, startImageId: string | undefined, left: readonly string[] = []): NewGeneration {
  const { prompt, seed, modelVersionId, strength, adapters, size, mask: _, ...rest } = wish;
  const mask = maskOver(wish, startImageId);
  const whole = { ...rest, negativePrompt: rest.negativePrompt.trim() };
  const kept = Object.fromEntries(Object.entries(whole).filter(([field]) => !left.includes(field)));
  return {
    ...(kept as Partial<typeof whole>),
    prompt: prompt.trim(),
    ...(seed === "" ? {} : { seed }),
    ...(modelVersionId === null ? {} : { modelVersionId }),
    ...(adapters.length === 0 ? {} : { adapters: [...adapters] }),
    ...(size ?? {}),
    ...(startImageId === undefined ? {} : { startImageId, strength }),
    ...(mask === undefined ? {} : { mask }),
  };
}
