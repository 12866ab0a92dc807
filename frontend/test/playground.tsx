import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, beforeEach, vi } from "vitest";
import type { Generation, GenerationEvent } from "../src/api/types";
import { PlaygroundPage } from "../src/features/playground/PlaygroundPage";
import { startTexts } from "../src/i18n";

// The whole playground before a server that a test speaks for. What else knows the API has to come in through here:
// a test that imported it by itself would load its client before there is such a server.

interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

/** Set before anything is loaded: the client of the API keeps the one it finds. */
const server = vi.hoisted(() => {
  const calls: Call[] = [];
  /** How prompts are read is asked on the side; where a test says nothing, there is no engine to tell it. */
  const held: { answer: (call: Call) => unknown; reading: ((body: unknown) => unknown) | undefined } = {
    answer: () => [],
    reading: undefined,
  };
  vi.stubGlobal("fetch", async (request: Request) => {
    const url = new URL(request.url, "http://x");
    const text = request.method === "GET" ? "" : await request.text();
    const call = {
      method: request.method,
      path: url.pathname,
      query: url.searchParams,
      body: text === "" ? undefined : JSON.parse(text),
    };
    if (call.path === "/api/prompts/readings") {
      const reading = held.reading?.(call.body);
      return reading === undefined
        ? new Response(JSON.stringify({ code: "NO_ENGINE", status: 409 }), { status: 409 })
        : new Response(JSON.stringify(reading), { headers: { "Content-Type": "application/json" } });
    }
    calls.push(call);
    const answer = await held.answer(call);
    return answer instanceof Response
      ? answer
      : new Response(JSON.stringify(answer), { headers: { "Content-Type": "application/json" } });
  });
  return Object.assign(held, { calls });
});

export { server };

/** The stream of a generation, spoken to by the test. */
export class Stream {
  static last: Stream | undefined;
  onmessage: ((message: { data: string }) => void) | undefined;
  constructor(readonly path: string) {
    Stream.last = this;
  }
  say(event: GenerationEvent) {
    act(() => this.onmessage?.({ data: JSON.stringify(event) }));
  }
  close() {}
}

beforeAll(async () => {
  await startTexts();
  vi.stubGlobal("EventSource", Stream);
  vi.stubGlobal("scrollTo", () => undefined);
});
beforeEach(async () => {
  server.calls.length = 0;
  server.reading = undefined;
  Stream.last = undefined;
  await i18next.changeLanguage("en");
});
afterEach(cleanup);

export const drawn: Generation = {
  id: "g1",
  state: "DONE",
  step: 7,
  steps: 7,
  prompt: "a lantern",
  negativePrompt: "fog",
  guidance: 4,
  guidanceRescale: 0.25,
  sampler: "EULER",
  noise: "TORCH",
  adapters: [],
  words: [],
  clipSkip: 1,
  width: 64,
  height: 64,
  automaticSize: true,
  seed: "41",
  count: 1,
  modelVersionId: "m",
  modelVersionName: "m1",
  unknownWords: [],
  notFollowed: [],
  images: [{ id: "i", url: "/i", index: 0, seed: "41", modelVersionId: "m", modelVersionName: "m1" }],
  createdAt: "2026-01-01T00:00:00Z",
};

/** A server that knows these generations, newest first. */
export const knows = (...all: Generation[]) => {
  server.answer = ({ path, query }) => {
    const one = /^\/api\/generations\/([^/]+)$/.exec(path)?.[1];
    if (one !== undefined) {
      return all.find((each) => each.id === one);
    }
    if (path !== "/api/generations") {
      return path === "/api/serving" ? { modelVersion: { id: "m", baseModelId: "b", width: 64, height: 64 } } : [];
    }
    const after = all.findIndex((each) => each.id === query.get("before")) + 1;
    return all.slice(after, after + Number(query.get("limit")));
  };
};

export async function shown(address = "/playground") {
  const root = createRootRoute();
  const routes = [
    createRoute({
      getParentRoute: () => root,
      path: "/playground",
      validateSearch: (search: Record<string, unknown>) => search,
      component: PlaygroundPage,
    }),
    createRoute({ getParentRoute: () => root, path: "/lineage/$imageId" }),
  ];
  const router = createRouter({
    routeTree: root.addChildren(routes),
    history: createMemoryHistory({ initialEntries: [address] }),
  });
  const view = render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <RouterProvider router={router as never} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  await screen.findByRole("heading", { level: 1, hidden: true });
  return view;
}

/** What the server says instead of an answer. */
export const refusal = (status: number, code: string, more: object = {}) =>
  new Response(JSON.stringify({ title: code, status, code, ...more }), { status });

export const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name, { selector: "input, textarea" });
/** `hidden` spares the look at every style on the way up. */
export const press = async (name: string) => fireEvent.click(await screen.findByRole("button", { name, hidden: true }));
