import type { ImageStrength } from "../../api/types";

export interface PromptGroup {
  readonly promptId: string;
  readonly prompt: string;
  readonly images: readonly ImageStrength[];
}

/** Pictures by prompt, the strongest first; prompts in the order in which they came. */
export function byPrompt(strengths: readonly ImageStrength[]): PromptGroup[] {
  const groups = new Map<string, ImageStrength[]>();
  for (const each of strengths) {
    groups.set(each.promptId, [...(groups.get(each.promptId) ?? []), each]);
  }
  return [...groups].map(([promptId, images]) => ({
    promptId,
    prompt: images[0]?.prompt ?? "",
    images: images.sort((a, b) => b.theta - a.theta),
  }));
}

/** Maps a strength to percent of a width that holds almost all intervals, so that one wild picture does not squash the rest. */
export function scaleOf(strengths: readonly ImageStrength[]): (theta: number) => number {
  const reaches = strengths.map((each) => Math.abs(each.theta) + 1.96 * (each.error ?? 0)).sort((a, b) => a - b);
  const reach = Math.max(0.5, reaches[Math.floor((reaches.length - 1) * 0.95)] ?? 0.5);
  return (theta) => Math.min(100, Math.max(0, 50 + (50 * theta) / reach));
}
