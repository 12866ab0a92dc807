import type { ImageStrength } from "../../api/types";

export interface PromptGroup {
  readonly promptId: string;
  readonly prompt: string;
  /** Sets of pictures that votes link; strengths of different ones cannot be compared. */
  readonly blocks: readonly (readonly ImageStrength[])[];
}

/** Pictures by prompt and by what votes link, the strongest first; prompts in the order in which they came. */
export function byPrompt(strengths: readonly ImageStrength[]): PromptGroup[] {
  const groups = new Map<string, ImageStrength[]>();
  for (const each of strengths) {
    groups.set(each.promptId, [...(groups.get(each.promptId) ?? []), each]);
  }
  return [...groups].map(([promptId, images]) => ({
    promptId,
    prompt: images[0]?.prompt ?? "",
    blocks: byBlock(images),
  }));
}

/**
 * The largest set first, at the end what is linked to nothing. Pictures without a number are of a time when it was not
 * kept, and stay together.
 */
function byBlock(images: readonly ImageStrength[]): ImageStrength[][] {
  const blocks = new Map<number | undefined, ImageStrength[]>();
  const alone = images.filter((each) => each.error === undefined);
  for (const each of images.filter((each) => each.error !== undefined)) {
    blocks.set(each.block, [...(blocks.get(each.block) ?? []), each]);
  }
  const linked = [...blocks.values()]
    .map((block) => block.sort((a, b) => b.theta - a.theta))
    .sort((a, b) => b.length - a.length);
  return alone.length === 0 ? linked : [...linked, alone];
}

/** Maps a strength to percent of a width that holds almost all intervals, so that one wild picture does not squash the rest. */
export function scaleOf(strengths: readonly ImageStrength[]): (theta: number) => number {
  const reaches = strengths.map((each) => Math.abs(each.theta) + 1.96 * (each.error ?? 0)).sort((a, b) => a - b);
  const reach = Math.max(0.5, reaches[Math.floor((reaches.length - 1) * 0.95)] ?? 0.5);
  return (theta) => Math.min(100, Math.max(0, 50 + (50 * theta) / reach));
}
