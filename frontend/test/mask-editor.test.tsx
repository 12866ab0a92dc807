import { MantineProvider } from "@mantine/core";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { MaskEditor } from "../src/features/playground/MaskEditor";
import { startTexts } from "../src/i18n";

/** A canvas that only counts its dots: each makes all of it opaque. */
class Context {
  dots = 0;
  fillStyle = "";
  strokeStyle = "";
  constructor(readonly canvas: HTMLCanvasElement) {}
  clearRect() {
    this.dots = 0;
  }
  arc() {
    this.dots += 1;
  }
  beginPath() {}
  lineTo() {}
  stroke() {}
  fill() {}
  fillRect() {}
  drawImage() {}
  putImageData() {}
  getImageData() {
    return { data: new Uint8ClampedArray(4).fill(this.dots > 0 ? 255 : 0) };
  }
}

const contexts = new WeakMap<HTMLCanvasElement, Context>();
const told = vi.fn();
const lost = vi.fn();

beforeAll(async () => {
  await startTexts();
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockImplementation(function (this: HTMLCanvasElement) {
    const known = contexts.get(this) ?? new Context(this);
    contexts.set(this, known);
    return known as never;
  });
  vi.spyOn(HTMLCanvasElement.prototype, "toDataURL").mockReturnValue("data:image/png;base64,QUJD");
  vi.spyOn(HTMLImageElement.prototype, "naturalWidth", "get").mockReturnValue(128);
  vi.spyOn(HTMLImageElement.prototype, "naturalHeight", "get").mockReturnValue(128);
  vi.spyOn(Element.prototype, "getBoundingClientRect").mockReturnValue(new DOMRect(0, 0, 256, 256));
  HTMLElement.prototype.setPointerCapture = () => undefined;
});
beforeEach(async () => {
  told.mockClear();
  await i18next.changeLanguage("en");
});
afterEach(cleanup);

function shown() {
  const { container } = render(
    <MantineProvider>
      <MaskEditor imageUrl="/picture" mask={undefined} onChange={told} onLost={lost} />
    </MantineProvider>,
  );
  fireEvent.load(container.querySelector("img") as HTMLElement);
  const surface = screen.getByRole("application", { name: "Part to redraw" });
  return { surface, canvas: surface.querySelector("canvas") as HTMLElement, next: () => surface.nextElementSibling };
}

it("is painted with the keyboard, where the brush is seen", () => {
  const { surface, canvas, next } = shown();
  expect(told).not.toHaveBeenCalled();
  fireEvent.pointerMove(canvas, { pointerId: 1, isPrimary: true, buttons: 0 });
  fireEvent.pointerLeave(canvas, { pointerId: 1 });
  expect(next()).toBeNull();
  fireEvent.keyDown(surface, { key: " " });
  expect(next()).not.toBeNull();
  expect(told).toHaveBeenLastCalledWith("QUJD");
  expect(screen.getByText("100% painted")).toBeDefined();
  const before = (next() as HTMLElement).style.left;
  fireEvent.keyDown(surface, { key: "ArrowRight" });
  expect((next() as HTMLElement).style.left).not.toBe(before);
  fireEvent.keyDown(surface, { key: "z", ctrlKey: true });
  expect(told).toHaveBeenLastCalledWith(undefined);
  expect(screen.getByText("Nothing is painted yet: the whole picture would be redrawn.")).toBeDefined();
});

it("tells that the picture does not come", () => {
  const { surface } = shown();
  expect(lost).not.toHaveBeenCalled();
  fireEvent.error(surface.previousElementSibling as HTMLElement);
  expect(lost).toHaveBeenCalledOnce();
});

it("is painted by one pointer at a time", () => {
  const { canvas } = shown();
  fireEvent.pointerDown(canvas, { pointerId: 1, isPrimary: false, button: 0, buttons: 1 });
  fireEvent.pointerDown(canvas, { pointerId: 1, isPrimary: true, button: 2, buttons: 2 });
  fireEvent.lostPointerCapture(canvas, { pointerId: 1 });
  expect(told).not.toHaveBeenCalled();
  fireEvent.pointerDown(canvas, { pointerId: 1, isPrimary: true, button: 0, buttons: 1 });
  fireEvent.pointerMove(canvas, { pointerId: 2, isPrimary: false, buttons: 1 });
  expect(told).not.toHaveBeenCalled();
  fireEvent.pointerMove(canvas, { pointerId: 1, isPrimary: true, buttons: 0 });
  expect(told).toHaveBeenCalledTimes(1);
  fireEvent.lostPointerCapture(canvas, { pointerId: 1 });
  expect(told).toHaveBeenCalledTimes(1);
});
