import type { Generation, GenerationEvent } from "../../api/types";

/** A generation with the unfinished pictures seen so far, by index. */
export interface LiveGeneration extends Generation {
  readonly previews?: Readonly<Record<number, string>>;
}

/** What is known after one more event of the stream; unfinished pictures are kept apart. */
export function advance(known: Generation, event: Exclude<GenerationEvent, { type: "preview" }>): Generation {
  const { waitReason: _, ...before } = known; // whatever else happens, it waits no longer
  switch (event.type) {
    case "waiting":
      return event.waitReason === undefined ? before : { ...before, waitReason: event.waitReason };
    case "progress":
      return { ...before, state: "RUNNING", step: event.step, steps: event.steps };
    case "image": {
      const { type: _, ...drawn } = event;
      const image = { ...drawn, modelVersionName: before.modelVersionName };
      return { ...before, images: [...before.images.filter((each) => each.id !== image.id), image] };
    }
    case "done":
      return { ...before, state: "DONE" };
    case "cancelled":
      return { ...before, state: "CANCELLED" };
    case "failed":
      return { ...before, state: "FAILED", ...(event.message === undefined ? {} : { error: event.message }) };
  }
}

export const isOver = (generation: Generation): boolean =>
  generation.state === "DONE" || generation.state === "FAILED" || generation.state === "CANCELLED";

export const endsStream = (event: GenerationEvent): boolean =>
  event.type === "done" || event.type === "failed" || event.type === "cancelled";
