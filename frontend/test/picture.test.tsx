import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Picture } from "../src/ui/Picture";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const picture = () => screen.getByAltText("a lantern");
const pass = (millis: number) => act(() => void vi.advanceTimersByTime(millis));

it("comes when it is near, not with all others of a long page", () => {
  render(<Picture url="/i" alt="a lantern" />);
  expect(picture().getAttribute("loading")).toBe("lazy");
});

it("is asked for twice again, each time later, before it is given up", () => {
  const onLost = vi.fn();
  render(<Picture url="/i" alt="a lantern" onLost={onLost} />);
  for (const pause of [1_000, 4_000]) {
    const turnedAway = picture();
    fireEvent.error(turnedAway);
    pass(pause - 1);
    expect(picture()).toBe(turnedAway);
    pass(pause);
    expect(picture(), "it is fetched anew").not.toBe(turnedAway);
    expect(picture().getAttribute("src")).toBe("/i");
  }
  expect(onLost).not.toHaveBeenCalled();
  fireEvent.error(picture());
  pass(60_000);
  expect(onLost).toHaveBeenCalledOnce();
});

it("is asked for as often at another address, and no more at the one before", () => {
  const onLost = vi.fn();
  const { rerender } = render(<Picture url="/i" alt="a lantern" onLost={onLost} />);
  fireEvent.error(picture());
  rerender(<Picture url="/j" alt="a lantern" onLost={onLost} />);
  const other = picture();
  pass(60_000);
  expect(picture()).toBe(other);
  for (let tries = 0; tries < 2; tries++) {
    fireEvent.error(picture());
    pass(10_000);
  }
  expect(onLost).not.toHaveBeenCalled();
  expect(picture().getAttribute("src")).toBe("/j");
});
