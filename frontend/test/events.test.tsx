import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useEvents } from "../src/api/events";

interface Told {
  readonly type: string;
}

/** A stream as the browser has it, spoken to by the test. */
class Stream {
  static readonly all: Stream[] = [];
  onopen: (() => void) | undefined;
  onmessage: ((message: { data: string }) => void) | undefined;
  onerror: (() => void) | undefined;
  readyState = 1;
  closed = false;
  constructor(readonly path: string) {
    Stream.all.push(this);
  }
  say(event: Told) {
    this.onmessage?.({ data: JSON.stringify(event) });
  }
  /** Another answer than a stream, such as a proxy's 502: the browser does not try again. */
  refuse() {
    this.readyState = 2;
    this.onerror?.();
  }
  close() {
    this.closed = true;
    this.readyState = 2;
  }
}

beforeEach(() => {
  Stream.all.length = 0;
  vi.stubGlobal("EventSource", Stream);
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("follows what began again after its end, as a resumed run does", () => {
  const heard: string[] = [];
  const hook = renderHook(
    ({ life }) =>
      useEvents<Told>(
        "/runs/1",
        (event) => heard.push(event.type),
        (event) => event.type === "cancelled",
        life,
      ),
    { initialProps: { life: 0 } },
  );
  Stream.all[0]?.say({ type: "step" });
  Stream.all[0]?.say({ type: "cancelled" });
  expect(Stream.all[0]?.closed).toBe(true);
  hook.rerender({ life: 1 });
  expect(Stream.all).toHaveLength(2);
  Stream.all[1]?.say({ type: "done" });
  expect(heard).toEqual(["step", "cancelled", "done"]);
  hook.rerender({ life: 1 });
  expect(Stream.all, "one stream a life").toHaveLength(2);
});

const follow = () =>
  renderHook(() =>
    useEvents<Told>(
      "/generations/1",
      () => undefined,
      () => false,
    ),
  );

/** Refuses the newest stream, and expects another one after just so many seconds. */
function expectPause(seconds: number) {
  const opened = Stream.all.length;
  Stream.all.at(-1)?.refuse();
  vi.advanceTimersByTime(1_000 * seconds - 1);
  expect(Stream.all, `too early for ${seconds} s`).toHaveLength(opened);
  vi.advanceTimersByTime(1);
  expect(Stream.all, `after ${seconds} s`).toHaveLength(opened + 1);
}

it("opens a stream again that was answered with no stream, ever more rarely until it is one", () => {
  vi.useFakeTimers();
  const hook = follow();
  for (const seconds of [3, 6, 12, 24, 48, 60, 60]) {
    expectPause(seconds);
  }
  act(() => Stream.all.at(-1)?.onopen?.());
  expectPause(3);
  hook.unmount();
  expect(Stream.all.at(-1)?.closed).toBe(true);
});

it("leaves it to the browser while that tries again by itself", () => {
  vi.useFakeTimers();
  follow();
  const [stream] = Stream.all;
  if (stream !== undefined) {
    stream.readyState = 0;
    stream.onerror?.();
  }
  vi.advanceTimersByTime(60_000);
  expect(Stream.all).toHaveLength(1);
});

it("opens nothing any more once nobody follows", () => {
  vi.useFakeTimers();
  const hook = follow();
  Stream.all[0]?.refuse();
  hook.unmount();
  vi.advanceTimersByTime(60_000);
  expect(Stream.all).toHaveLength(1);
});
