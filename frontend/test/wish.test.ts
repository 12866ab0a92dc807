import { describe, expect, it } from "vitest";
import {
  asked,
  beyond,
  grid,
  like,
  matrix,
  partsOf,
  plain,
  saying,
  strengthsOf,
  withSampler,
  withWord,
} from "../src/features/playground/wish";

describe("a wish for pictures", () => {
  it("takes the pace of a sampler that needs its own, and gives it back", () => {
    const quick = withSampler(plain, "LCM");
    expect(quick).toMatchObject({ sampler: "LCM", steps: 6, guidance: 1.5 });
    expect(withSampler(quick, "EULER")).toMatchObject({ steps: plain.steps, guidance: plain.guidance });
    expect(withSampler({ ...quick, steps: 8 }, "DDIM")).toMatchObject({ steps: 8, guidance: 1.5 });
    expect(withSampler({ ...plain, steps: 33 }, "PNDM").steps).toBe(33);
  });

  it("keeps to what its model is usually drawn with", () => {
    const turbo = { sampler: "EULER", steps: 4, guidance: 1 } as const;
    const quick = withSampler({ ...plain, ...turbo }, "LCM", turbo);
    expect(quick).toMatchObject({ steps: 6, guidance: 1.5 });
    expect(withSampler(quick, "EULER", turbo)).toMatchObject(turbo);
    const lcm = { sampler: "LCM", steps: 8, guidance: 2 } as const;
    const other = withSampler({ ...plain, ...lcm }, "DDIM", lcm);
    expect(other).toMatchObject({ sampler: "DDIM", steps: 8, guidance: 2 });
    expect(withSampler(other, "LCM", lcm)).toMatchObject(lcm);
  });

  it("knows what was changed of it, and says that there is no negative prompt", () => {
    expect(saying({}, plain, { ...plain, steps: 9, size: null, mask: undefined })).toEqual({ steps: 9 });
    expect(asked(plain, undefined)).toMatchObject({ negativePrompt: "" });
  });

  it("says no longer what is back at what its model is usually drawn with", () => {
    const usual = { steps: 30, guidance: 7.5 };
    const wish = { ...plain, ...usual };
    const said = { sampler: "LCM", steps: 6, guidance: 1.5 } as const;
    expect(saying({}, wish, { ...wish, ...said }, usual)).toEqual(said);
    expect(saying(said, { ...wish, ...said }, { ...wish, sampler: "EULER" }, usual)).toEqual({ sampler: "EULER" });
    const taken = { steps: 30 }; // over from an earlier request, and left as it is
    expect(saying(taken, wish, { ...wish, guidance: 5 }, usual)).toEqual({ steps: 30, guidance: 5 });
  });

  it("says a strength only with a picture to start from", () => {
    const wish = { ...plain, prompt: " 竹林 " };
    expect(asked(wish, undefined)).not.toHaveProperty("strength");
    expect(asked(wish, "i")).toMatchObject({ prompt: "竹林", startImageId: "i", strength: 0.6 });
  });

  it("takes everything over from an earlier request", () => {
    const adapters = [{ adapterId: "a", strength: 0.5 }];
    const earlier = {
      id: "g",
      state: "DONE",
      step: 9,
      steps: 9,
      prompt: "竹林",
      negativePrompt: "雾",
      guidance: 4,
      sampler: "EULER",
      guidanceRescale: 0.3,
      noise: "TORCH",
      startImageId: "i",
      strength: 0.7,
      adapters,
      clipSkip: 1,
      width: 64,
      height: 64,
      automaticSize: false,
      seed: "41",
      count: 2,
      modelVersionId: "m",
      modelVersionName: "m1",
      unknownWords: [],
      notFollowed: [],
      images: [],
      createdAt: "2026-01-01T00:00:00Z",
    } as const;
    const none = { words: [], images: [], unknownWords: [], notFollowed: [] };
    const wish = like({ ...earlier, ...none, adapters: [...adapters] }, "bWFzaw==");
    expect(asked(wish, earlier.startImageId)).toEqual({
      prompt: "竹林",
      negativePrompt: "雾",
      count: 2,
      steps: 9,
      guidance: 4,
      guidanceRescale: 0.3,
      sampler: "EULER",
      noise: "TORCH",
      seed: 41,
      modelVersionId: "m",
      startImageId: "i",
      strength: 0.7,
      adapters,
      clipSkip: 1,
      width: 64,
      height: 64,
      mask: "bWFzaw==",
    });
    for (const other of [undefined, "another"]) {
      expect(asked(wish, other)).not.toHaveProperty("mask");
    }
    expect(asked(like({ ...earlier, ...none, adapters: [], automaticSize: true }), "i")).not.toHaveProperty("width");
    expect(asked(plain, undefined)).not.toHaveProperty("width");
    const long = { ...earlier, ...none, adapters: [], seed: "9223372036854775807" };
    expect(like(long).seed).toBe("");
  });

  it("becomes a row for each strength, with the same seeds", () => {
    const laid = [
      { adapterId: "a", strength: 1 },
      { adapterId: "b", strength: 0.3 },
    ];
    const rows = grid({ ...plain, adapters: laid }, [0, 0.5], 7);
    expect(rows.map((row) => row.seed)).toEqual([7, 7]);
    expect(rows.map((row) => row.adapters.map((each) => each.strength))).toEqual([
      [0, 0.3],
      [0.5, 0.3],
    ]);
    expect(grid({ ...plain, seed: 3, adapters: laid }, [1], 7)[0]?.seed).toBe(3);
  });

  it("becomes a row for every choice of words, with the same seeds", () => {
    const rows = matrix({ ...plain, prompt: "竹林里的人 " }, ["雪地", "夜里"], 7);
    expect(rows.map((row) => row.prompt)).toEqual([
      "竹林里的人",
      "竹林里的人，雪地",
      "竹林里的人，夜里",
      "竹林里的人，雪地，夜里",
    ]);
    expect(new Set(rows.map((row) => row.seed))).toEqual(new Set([7]));
    expect(matrix({ ...plain, prompt: "a person" }, ["snow"], 7)[1]?.prompt).toBe("a person, snow");
    expect(rows.map((row) => beyond(row.prompt, rows[0]?.prompt ?? ""))).toEqual(["", "雪地", "夜里", "雪地，夜里"]);
  });

  it("takes a learned word at the end of a prompt, in its own writing", () => {
    expect(
      ["", " ", "a lantern ", "a lantern,", "竹林", "竹林，", "竹林。"].map((each) => withWord(each, "robe")),
    ).toEqual(["robe", "robe", "a lantern, robe", "a lantern, robe", "竹林，robe", "竹林，robe", "竹林。robe"]);
  });

  it("reads words to try as people separate them", () => {
    expect(partsOf(" snow |at night｜snow")).toEqual(["snow", "at night"]);
    expect([partsOf(" | "), partsOf("a|b|c|d")]).toEqual([undefined, undefined]);
  });

  it("reads strengths as people write them", () => {
    expect(strengthsOf("0, 0.5，1；-1")).toEqual([0, 0.5, 1, -1]);
    expect(strengthsOf("1 1 2")).toEqual([1, 2]);
    for (const odd of ["", "a", "9", "1,2,3,4,0,-1,-2"]) {
      expect(strengthsOf(odd)).toBeUndefined();
    }
  });
});
