import { expect, it } from "vitest";
import { blackAndWhite, canvasOver, moved, shareMarked } from "../src/features/playground/mask";
import { fitted, shapesOf } from "../src/features/playground/sizes";

it("lies over a picture of any shape, as fine as a hand is", () => {
  expect(canvasOver({ width: 128, height: 128 })).toEqual({ width: 512, height: 512 });
  expect(canvasOver({ width: 96, height: 168 })).toEqual({ width: 293, height: 512 });
});

it("is painted with the arrow keys, as far as the picture goes", () => {
  const size = { width: 100, height: 50 };
  expect(moved({ x: 50, y: 25 }, "ArrowLeft", 10, size)).toEqual({ x: 40, y: 25 });
  expect(moved({ x: 95, y: 25 }, "ArrowRight", 10, size)).toEqual({ x: 100, y: 25 });
  expect(moved({ x: 50, y: 45 }, "ArrowDown", 10, size)).toEqual({ x: 50, y: 50 });
  expect(moved({ x: 50, y: 5 }, "ArrowUp", 10, size)).toEqual({ x: 50, y: 0 });
  expect(moved({ x: 50, y: 25 }, "a", 10, size)).toBeUndefined();
});

it("counts what is marked, and not the edge that an eraser leaves", () => {
  const opaque = [255, 128, 127, 63];
  const data = new Uint8ClampedArray(4 * opaque.length);
  opaque.forEach((alpha, pixel) => {
    data[4 * pixel + 3] = alpha;
  });
  expect(shareMarked({ data })).toBe(0.5);
  blackAndWhite({ data });
  const [white, black] = [
    [255, 255, 255, 255],
    [0, 0, 0, 255],
  ];
  expect(Array.from(data)).toEqual([white, white, black, black].flat());
});

it("knows shapes with as many pixels as the model's own pictures have", () => {
  const shapes = shapesOf({ width: 128, height: 128 });
  expect(shapes[0]).toEqual({ ratio: "1:1", width: 128, height: 128 });
  for (const { width, height } of shapes) {
    expect([width, height].map((side) => fitted(side, 128))).toEqual([width, height]);
    expect(Math.abs((width * height) / 128 ** 2 - 1)).toBeLessThan(0.1);
  }
  expect([fitted(20, 128), fitted(300, 128), fitted(101, 128)]).toEqual([64, 256, 104]);
});
