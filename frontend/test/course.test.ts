import { describe, expect, it } from "vitest";
import type { Generation, RunEvent } from "../src/api/types";
import { byPrompt, scaleOf } from "../src/features/curation/strengths";
import { advance } from "../src/features/playground/progress";
import { follow, noCourse } from "../src/features/runs/course";
import { decimals, smoothed, ticks } from "../src/ui/scale";

const step = (number: number, loss: number): RunEvent => ({ type: "step", step: number, loss });

describe("the course of a run", () => {
  it("keeps the later word on steps that a resumed run repeats", () => {
    const course = [step(1, 0.7), step(2, 0.6), step(3, 0.5), step(2, 0.61), step(3, 0.51)].reduce(follow, noCourse);
    expect(course.loss).toEqual([
      { x: 1, y: 0.7 },
      { x: 2, y: 0.61 },
      { x: 3, y: 0.51 },
    ]);
  });

  it("draws round ticks inside the range", () => {
    expect(ticks(0, 400, 5)).toEqual([0, 100, 200, 300, 400]);
    expect(ticks(0.48, 0.71, 4)).toEqual([0.5, 0.6, 0.7]);
    expect(ticks(2, 2, 4)).toEqual([2]);
  });

  it("writes ticks with as many decimals as tell them apart", () => {
    expect(decimals(ticks(0.6929, 0.6932, 4))).toBe(4);
    expect(decimals(ticks(0, 3, 4))).toBe(3);
    expect(decimals([1 / 3])).toBe(6);
  });

  it("averages a long curve and keeps its mean", () => {
    const points = Array.from({ length: 1000 }, (_, x) => ({ x, y: x % 2 }));
    const course = smoothed(points, 50);
    expect(course).toHaveLength(50);
    expect(course.every((each) => Math.abs(each.y - 0.5) < 1e-9)).toBe(true);
  });
});

describe("a generation in progress", () => {
  const asked: Generation = {
    id: "g",
    state: "QUEUED",
    step: 0,
    steps: 20,
    prompt: "p",
    negativePrompt: "",
    guidance: 4,
    guidanceRescale: 0,
    sampler: "DDIM",
    noise: "COUNTER",
    adapters: [],
    words: [],
    clipSkip: 0,
    width: 64,
    height: 64,
    automaticSize: true,
    seed: "1",
    count: 1,
    modelVersionId: "v",
    modelVersionName: "starter-64",
    unknownWords: [],
    notFollowed: [],
    images: [],
    createdAt: "2026-01-01T00:00:00Z",
  };

  it("counts no picture twice", () => {
    const image = { type: "image", index: 0, id: "i", url: "/i", seed: "1", modelVersionId: "v" } as const;
    const known = [image, image].reduce(advance, asked);
    expect(known.images).toMatchObject([{ id: "i", modelVersionName: "starter-64" }]);
  });

  it("says why it failed", () => {
    expect(advance(asked, { type: "failed", message: "engine stopped" })).toMatchObject({
      state: "FAILED",
      error: "engine stopped",
    });
  });
});

describe("strengths", () => {
  const image = (imageId: string, promptId: string, theta: number, error = 0.1) => ({
    imageId,
    imageUrl: `/${imageId}`,
    promptId,
    prompt: promptId,
    theta,
    error,
    seen: 3,
    badShare: 0,
  });

  it("puts the strongest of each prompt first", () => {
    const groups = byPrompt([image("a", "p", -1), image("b", "q", 0), image("c", "p", 1)]);
    const ids = groups.map((group) => group.blocks.map((block) => block.map((each) => each.imageId)));
    expect(ids).toEqual([[["c", "a"]], [["b"]]]);
  });

  it("puts pictures that no vote links in orders of their own", () => {
    const { error: _unknown, ...alone } = image("alone", "p", 0);
    const [group] = byPrompt([
      { ...alone, block: 1 },
      { ...image("d", "p", -2), block: 3 },
      { ...image("b", "p", -1), block: 7 },
      { ...image("a", "p", 1), block: 7 },
    ]);
    expect(group?.blocks.map((block) => block.map((each) => each.imageId))).toEqual([["a", "b"], ["d"], ["alone"]]);
  });

  it("makes a scale of pictures that were not compared", () => {
    const { error: _unknown, ...alone } = image("a", "p", 0);
    expect(scaleOf([alone])(0)).toBe(50);
  });

  it("keeps zero in the middle and every mark inside", () => {
    const scale = scaleOf([image("a", "p", -1), image("b", "p", 1), image("c", "p", 40, 9)]);
    expect(scale(0)).toBe(50);
    expect(scale(1000)).toBe(100);
    expect(scale(-1000)).toBe(0);
  });
});
