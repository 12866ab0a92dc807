import { describe, expect, it } from "vitest";
import { asked, plain, withSampler } from "../src/features/playground/wish";

describe("a wish for pictures", () => {
  it("takes the pace of a sampler that needs its own, and gives it back", () => {
    const quick = withSampler(plain, "LCM");
    expect(quick).toMatchObject({ sampler: "LCM", steps: 6, guidance: 1.5 });
    expect(withSampler(quick, "EULER")).toMatchObject({ steps: plain.steps, guidance: plain.guidance });
    expect(withSampler({ ...quick, steps: 8 }, "DDIM")).toMatchObject({ steps: 8, guidance: 1.5 });
    expect(withSampler({ ...plain, steps: 33 }, "PNDM").steps).toBe(33);
  });

  it("says a strength only with a picture to start from", () => {
    const wish = { ...plain, prompt: " 竹林 " };
    expect(asked(wish, undefined)).not.toHaveProperty("strength");
    expect(asked(wish, "i")).toMatchObject({ prompt: "竹林", startImageId: "i", strength: 0.6 });
  });
});
