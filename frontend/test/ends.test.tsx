import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect, it } from "vitest";
import type { Generation } from "../src/api/types";
import { useEnds } from "../src/features/playground/ends";
import { history, readings } from "../src/features/playground/queries";

afterEach(cleanup);

type Looks = readonly (Generation | undefined)[];

const at = (id: string, state: Generation["state"]) => ({ id, state }) as Generation;
const keys = [
  [...history.queryKey, ""],
  [...readings.queryKey, null, "fog"],
];

function followed(first: Looks) {
  const client = new QueryClient();
  const know = () => {
    for (const key of keys) {
      client.setQueryData(key, true);
    }
  };
  know();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  const { rerender } = renderHook((now: Looks) => useEnds(now), { wrapper, initialProps: first });
  /** Whether history and readings are to be asked anew since the last time. */
  const anew = () => {
    const said = keys.map((key) => client.getQueryState(key)?.isInvalidated);
    know();
    return said;
  };
  return { look: rerender, anew };
}

const [nothing, both] = [
  [false, false],
  [true, true],
];

it.each(["DONE", "FAILED", "CANCELLED"] as const)("asks anew once what was seen at work is %s", (end) => {
  const { look, anew } = followed([at("a", "QUEUED")]);
  expect(anew()).toEqual(nothing);
  look([at("a", "RUNNING")]);
  expect(anew()).toEqual(nothing);
  look([at("a", end)]);
  expect(anew()).toEqual(both);
  look([at("a", end)]);
  expect(anew(), "it ended once").toEqual(nothing);
});

it("asks anew for each of several that end", () => {
  const { look, anew } = followed([undefined, undefined]);
  look([at("a", "RUNNING"), at("b", "QUEUED")]);
  expect(anew()).toEqual(nothing);
  look([at("a", "DONE"), at("b", "RUNNING")]);
  expect(anew()).toEqual(both);
  look([at("a", "DONE"), at("b", "DONE")]);
  expect(anew()).toEqual(both);
});

it("asks nothing for what was over at the first look", () => {
  const { look, anew } = followed([undefined]);
  look([at("a", "DONE")]);
  expect(anew()).toEqual(nothing);
});
