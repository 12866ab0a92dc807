import { readFileSync } from "node:fs";
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { act, cleanup, configure, fireEvent, render, screen, waitFor } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { Generation, GenerationEvent } from "../src/api/types";
import { PlaygroundPage } from "../src/features/playground/PlaygroundPage";
import { refusals } from "../src/features/playground/refusals";
import { startTexts } from "../src/i18n";

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
    return new Response(JSON.stringify(held.answer(call)), { headers: { "Content-Type": "application/json" } });
  });
  return Object.assign(held, { calls });
});

/** The stream of a generation, spoken to by the test. */
class Stream {
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

vi.setConfig({ testTimeout: 30_000 }); // whole pages on slow machines
configure({ asyncUtilTimeout: 10_000 });

const pixel = "data:image/png;base64,AAAA";
const live = new Set<string>();

beforeAll(async () => {
  await startTexts();
  vi.stubGlobal("EventSource", Stream);
  vi.stubGlobal("scrollTo", () => undefined);
  let made = 0;
  vi.spyOn(URL, "createObjectURL").mockImplementation(() => {
    made += 1;
    live.add(`blob:${made}`);
    return `blob:${made}`;
  });
  vi.spyOn(URL, "revokeObjectURL").mockImplementation((url) => void live.delete(url));
});
beforeEach(async () => {
  server.calls.length = 0;
  server.reading = undefined;
  Stream.last = undefined;
  await i18next.changeLanguage("en");
});
afterEach(cleanup);

const drawn: Generation = {
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
  images: [{ id: "i", url: "/i", index: 0, seed: "41", modelVersionId: "m", modelVersionName: "m1" }],
  createdAt: "2026-01-01T00:00:00Z",
};

/** A server that knows these generations, newest first. */
const knows = (...all: Generation[]) => {
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

async function shown(address = "/playground") {
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

const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name, { selector: "input, textarea" });
/** `hidden` spares the look at every style on the way up. */
const press = async (name: string) => fireEvent.click(await screen.findByRole("button", { name, hidden: true }));

it("takes fractions and negative numbers key by key", async () => {
  knows({ ...drawn, adapters: [{ adapterId: "a", strength: 1 }] });
  const known = server.answer;
  const ink = { id: "a", name: "ink", baseModelId: "b", triggerWords: [] };
  server.answer = (call) =>
    call.path === "/api/adapters" ? [ink] : call.method === "POST" ? { id: "g1" } : known(call);
  await shown();
  await press("Use these settings");
  await waitFor(() => field("Strength of ink"));
  for (const [place, keys] of [
    [field("Guidance"), ["", "7", "7.", "7.5"]],
    [field("Strength of ink"), ["", "-", "-0", "-0.", "-0.5"]],
  ] as const) {
    for (const text of keys) {
      fireEvent.change(place, { target: { value: text } });
      expect(place.value).toBe(text);
    }
    fireEvent.blur(place);
  }
  await press("Generate");
  const asked = () => server.calls.find(({ method }) => method === "POST")?.body;
  await waitFor(() => expect(asked()).toMatchObject({ guidance: 7.5, adapters: [{ adapterId: "a", strength: -0.5 }] }));
});

it("offers the model's learned words and puts them at the end of either prompt", async () => {
  knows(drawn);
  const known = server.answer;
  const words = ["robe", "<ink>"].map((word, place) => ({
    id: `w${place}`,
    word,
    baseModelId: place === 0 ? "b" : "c",
  }));
  server.answer = (call) => (call.path === "/api/learned-words" ? words : known(call));
  await shown();
  fireEvent.change(field("Prompt"), { target: { value: "灯笼" } });
  await screen.findByRole("group", { name: "Add a learned word to the prompt", hidden: true });
  await press("Add robe to the prompt");
  expect(field("Prompt").value).toBe("灯笼，robe");
  expect(screen.queryByText("<ink>"), "a word of another model").toBeNull();
  await press("More parameters");
  fireEvent.change(field("Negative prompt (what to leave out)"), { target: { value: "fog" } });
  await press("Add robe to the negative prompt");
  expect(field("Negative prompt (what to leave out)").value).toBe("fog, robe");
});

it("offers no word that was withdrawn", async () => {
  knows(drawn);
  const known = server.answer;
  const words = [
    { id: "w0", word: "robe", baseModelId: "b" },
    { id: "w1", word: "cape", baseModelId: "b", withdrawnAt: "2026-01-02T00:00:00Z" },
  ];
  server.answer = (call) => (call.path === "/api/learned-words" ? words : known(call));
  await shown();
  await screen.findByRole("button", { name: "Add robe to the prompt", hidden: true });
  expect(screen.queryByText("cape")).toBeNull();
});

it("lets many learned words be searched", async () => {
  knows(drawn);
  const known = server.answer;
  const words = Array.from({ length: 13 }, (_, place) => ({
    id: `w${place}`,
    word: `word${place}`,
    baseModelId: "b",
  }));
  server.answer = (call) => (call.path === "/api/learned-words" ? words : known(call));
  await shown();
  const search = await screen.findByLabelText("Add a learned word to the prompt", { selector: "input" });
  expect(screen.queryByRole("button", { name: "Add word7 to the prompt", hidden: true })).toBeNull();
  act(() => search.focus());
  fireEvent.click(search);
  fireEvent.change(search, { target: { value: "word1" } });
  fireEvent.click(await screen.findByRole("option", { name: "word12", hidden: true }));
  expect(field("Prompt").value).toBe("word12");
  expect([document.activeElement, (search as HTMLInputElement).value]).toEqual([search, ""]);
  expect(server.calls.filter(({ method }) => method === "POST")).toEqual([]);
});

it("names the learned words that were in force", async () => {
  knows({ ...drawn, words: ["robe", "<ink>"] });
  await shown();
  expect(await screen.findByText("learned words robe · <ink>")).toBeDefined();
});

it("takes over an earlier request's settings, and shows them, as often as it is asked to", async () => {
  knows(drawn);
  await shown();
  expect(screen.queryByLabelText("Seed")).toBeNull();
  for (let times = 0; times < 2; times++) {
    await press("Use these settings");
    await waitFor(() =>
      expect(["Seed", "Steps", "Guidance rescale", "Skipped text layers"].map((name) => field(name).value)).toEqual([
        "41",
        "7",
        "0.25",
        "1",
      ]),
    );
    fireEvent.change(field("Seed"), { target: { value: "5" } });
    expect(field("Seed").value).toBe("5");
  }
});

it("says in words why there are no pictures, with the engine's own line below", async () => {
  const error = "OUT_OF_MEMORY: 4 pictures of 1024 × 1024 need 9 GB";
  knows({ ...drawn, state: "FAILED", images: [], error });
  await shown();
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain(
    "The memory did not suffice. Ask for fewer or smaller pictures, or try again later.",
  );
  expect(alert.textContent).toContain(error);
  await act(() => i18next.changeLanguage("zh-CN"));
  expect(alert.textContent).toContain("内存不够，没有画成。请减少张数、缩小尺寸，或稍后再试。");
});

it("says that it failed where the reason has no name", async () => {
  knows({ ...drawn, state: "FAILED", images: [], error: "the engine ended" });
  await shown();
  expect((await screen.findByRole("alert")).textContent).toBe("The pictures could not be made.the engine ended");
});

it("has a sentence for whatever the engine may answer", () => {
  const source = readFileSync("../training/main/java/art/pinhua/training/contract/EngineFailure.java", "utf8");
  expect([...source.matchAll(/^ {4}([A-Z_]+),?$/gm)].map((match) => match[1])).toEqual(refusals);
});

it("tells how much of the prompts was left out, and only then", async () => {
  knows({ ...drawn, promptTokensCut: 12, negativePromptTokensCut: 0 });
  const { unmount } = await shown();
  expect(
    await screen.findByText(/The prompt is longer than the model can read\. Tokens left out at its end: 12\./),
  ).toBeDefined();
  expect(screen.queryByText(/negative prompt is longer/)).toBeNull();
  unmount();
  knows(drawn);
  await shown();
  await screen.findByText("Use these settings");
  expect(screen.queryByText(/longer than the model can read/)).toBeNull();
});

it("names the words that the model does not know", async () => {
  knows({ ...drawn, unknownWords: ["cat", "piano"] });
  await shown();
  expect(await screen.findByText(/never taught: cat (and|&) piano/)).toBeDefined();
});

it("tells below either prompt how the chosen model reads it", async () => {
  knows(drawn);
  const asked: unknown[] = [];
  server.reading = (body) => {
    asked.push(body);
    const tokens = [{ text: "fog", weight: 1, known: true, inside: false }];
    return { tokens, limit: asked.length === 1 ? 30 : 75, cut: 0, unknownWords: [] };
  };
  await shown();
  fireEvent.change(field("Prompt"), { target: { value: "fog" } });
  expect(await screen.findByText("1 / 30 tokens")).toBeDefined();
  await press("Use these settings");
  await waitFor(() => expect(screen.getAllByText("1 / 75 tokens")).toHaveLength(2));
  expect(asked).toHaveLength(3);
  for (const body of [
    { prompt: "fog" },
    { prompt: "a lantern", modelVersionId: "m" },
    { prompt: "fog", modelVersionId: "m" },
  ]) {
    expect(asked).toContainEqual(body);
  }
});

it("asks anew how a prompt is read when the pictures are there, and the engine with them", async () => {
  knows({ ...drawn, state: "RUNNING", images: [] });
  const asked: unknown[] = [];
  server.reading = (body) => void asked.push(body);
  await shown();
  await waitFor(() => expect(Stream.last?.path).toContain("g1"));
  fireEvent.change(field("Prompt"), { target: { value: "fog" } });
  await waitFor(() => expect(asked).toHaveLength(1));
  await new Promise((later) => setTimeout(later, 50));
  const tokens = [{ text: "fog", weight: 1, known: true, inside: false }];
  server.reading = () => ({ tokens, limit: 30, cut: 0, unknownWords: [] });
  knows(drawn);
  Stream.last?.say({ type: "done" });
  expect(await screen.findByText("1 / 30 tokens")).toBeDefined();
});

it("redraws the same part of a picture again", async () => {
  const part = { ...drawn, startImageId: "i", strength: 0.5, maskUrl: "/api/generations/g1/mask" };
  knows(part);
  const known = server.answer;
  server.answer = (call) => (call.path === part.maskUrl ? "mask" : call.method === "POST" ? { id: "g1" } : known(call));
  await shown();
  await press("Use these settings");
  expect((await screen.findByLabelText<HTMLInputElement>("Redraw a part only")).checked).toBe(true);
  await press("Generate");
  const asked = () => server.calls.find(({ method }) => method === "POST")?.body;
  await waitFor(() => expect(asked()).toMatchObject({ startImageId: "i", strength: 0.5, mask: btoa('"mask"') }));
  server.calls.length = 0;
  fireEvent.click(screen.getByLabelText("Redraw a part only"));
  await press("Generate");
  await waitFor(() => expect(asked()).toMatchObject({ startImageId: "i" }));
  expect(asked()).not.toHaveProperty("mask");
});

it("asks for sizes that the model can draw", async () => {
  knows({ ...drawn, width: 72, height: 40, automaticSize: false });
  const known = server.answer;
  server.answer = (call) => (call.method === "POST" ? { id: "g1" } : known(call));
  await shown();
  await press("Use these settings");
  await waitFor(() => expect([field("Width").value, field("Height").value]).toEqual(["72", "40"]));
  fireEvent.change(field("Height"), { target: { value: "20" } });
  expect(screen.getByText("A multiple of 8 from 32 to 128")).toBeDefined();
  fireEvent.change(field("Height"), { target: { value: "48" } });
  expect(screen.queryByText("A multiple of 8 from 32 to 128")).toBeNull();
  await press("Generate");
  const asked = () => server.calls.find(({ method }) => method === "POST")?.body;
  await waitFor(() => expect(asked()).toMatchObject({ width: 72, height: 48 }));
});

it("lets go of unfinished pictures when others take their place, and at the end", async () => {
  knows({ ...drawn, state: "RUNNING", images: [], count: 2 });
  const { unmount } = await shown();
  await waitFor(() => expect(Stream.last?.path).toContain("g1"));
  const tell = (event: GenerationEvent) => Stream.last?.say(event);
  tell({ type: "preview", index: 0, step: 1, url: pixel });
  tell({ type: "preview", index: 1, step: 1, url: pixel });
  const [first, second] = live;
  expect(screen.getAllByRole("img").map((img) => img.getAttribute("src"))).toEqual([first, second]);
  tell({ type: "preview", index: 0, step: 2, url: pixel });
  expect([live.size, live.has(first ?? "")]).toEqual([2, false]);
  unmount();
  expect(live.size).toBe(0);
  await shown();
  await waitFor(() => expect(screen.queryByText("Step 7 of 7")).not.toBeNull());
  tell({ type: "preview", index: 0, step: 3, url: pixel });
  expect(live.size).toBe(1);
  knows(drawn);
  tell({ type: "done" });
  expect(live.size).toBe(0);
});

it("goes back in the history as far as there is one", async () => {
  knows(...Array.from({ length: 30 }, (_, place) => ({ ...drawn, id: `g${place}`, prompt: `picture ${place}` })));
  await shown();
  expect(await screen.findByText("picture 23")).toBeDefined();
  expect(screen.queryByText("picture 24")).toBeNull();
  await press("Show more");
  expect(await screen.findByText("picture 29")).toBeDefined();
  expect(screen.queryByText("Show more")).toBeNull();
});

it("asks for a grid in one call, shows how far it is, and cancels all of it", async () => {
  const rows = ["a person", "a person, snow"].map((prompt, place) => ({ ...drawn, id: `r${place}`, prompt }));
  const [first = drawn, second = drawn] = rows;
  const past = { ...drawn, id: "old" };
  knows(past);
  const known = server.answer;
  server.answer = (call) =>
    call.path === "/api/generations/grid"
      ? { ids: rows.map(({ id }) => id) }
      : call.path === "/api/generations/r0"
        ? first
        : call.path === "/api/generations/r1"
          ? { ...second, state: "RUNNING", images: [] }
          : known(call);
  await shown();
  await press("More parameters");
  fireEvent.change(field("Prompt"), { target: { value: "a person" } });
  fireEvent.change(field("Words to try"), { target: { value: "snow" } });
  await press("Draw side by side");
  expect(await screen.findByText("1 of 2 rows drawn")).toBeDefined();
  const asked = server.calls.filter(({ method }) => method === "POST");
  expect(asked.map(({ path }) => path)).toEqual(["/api/generations/grid"]);
  expect(asked[0]?.body).toMatchObject({ rows: [{ prompt: "a person" }, { prompt: "a person, snow" }] });
  server.calls.length = 0;
  await press("Cancel all");
  await waitFor(() =>
    expect(server.calls.filter(({ method }) => method === "POST").map(({ path }) => path)).toEqual([
      "/api/generations/r1/cancel",
    ]),
  );
});
