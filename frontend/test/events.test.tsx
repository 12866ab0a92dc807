import { cleanup, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useEvents } from "../src/api/events";

interface Told {
  readonly type: string;
}

/** A stream as the browser has it, spoken to by the test. */
class Stream {
  static readonly all: Stream[] = [];
  onmessage: ((message: { data: string }) => void) | undefined;
  closed = false;
  constructor(readonly path: string) {
    Stream.all.push(this);
  }
  say(event: Told) {
    this.onmessage?.({ data: JSON.stringify(event) });
  }
  close() {
    this.closed = true;
  }
}

beforeEach(() => {
  Stream.all.length = 0;
  vi.stubGlobal("EventSource", Stream);
});
afterEach(() => {
  cleanup();
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
