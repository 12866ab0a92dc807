import { readFileSync } from "node:fs";
import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import i18next from "i18next";
import { beforeAll, expect, it, vi } from "vitest";
import type { GenerationEvent } from "../src/api/types";
import { refusals } from "../src/features/playground/refusals";
import { neverComes } from "./page";
import { drawn, field, knows, press, refusal, Stream, server, shown } from "./playground";

const pixel = "data:image/png;base64,AAAA";
const live = new Set<string>();

beforeAll(() => {
  let made = 0;
  vi.spyOn(URL, "createObjectURL").mockImplementation(() => {
    made += 1;
    live.add(`blob:${made}`);
    return `blob:${made}`;
  });
  vi.spyOn(URL, "revokeObjectURL").mockImplementation((url) => void live.delete(url));
});

it("takes fractions and negative numbers key by key", async () => {
  knows({ ...drawn, adapters: [{ adapterId: "a", strength: 1 }] });
  const known = server.answer;
  const ink = { id: "a", name: "ink", baseModelId: "b", fits: ["b"], sha256: "1", triggerWords: [] };
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

it("goes on at the prompt with settings taken over, and at a picture chosen to start from", async () => {
  knows(drawn);
  await shown();
  await press("Use these settings");
  await waitFor(() => expect(document.activeElement).toBe(field("Prompt")));
  const choose = await screen.findByRole("link", { name: "Use as start", hidden: true });
  act(() => choose.focus());
  fireEvent.click(choose);
  const start = await screen.findByRole("region", { name: "Picture to start from", hidden: true });
  await waitFor(() => expect(document.activeElement).toBe(start));
});

it("moves nobody where it is opened with a picture to start from", async () => {
  knows(drawn);
  await shown("/playground?start=i");
  await screen.findByRole("region", { name: "Picture to start from", hidden: true });
  expect(document.activeElement).toBe(document.body);
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

it("stays where the keyboard is when adapters come and go", async () => {
  knows(drawn);
  const known = server.answer;
  const card = { baseModelId: "b", fits: ["b"], triggerWords: [] };
  const cards = ["ink", "wash"].map((name) => ({ ...card, id: name, name, sha256: name }));
  server.answer = (call) => (call.path === "/api/adapters" ? cards : known(call));
  await shown();
  await press("More parameters");
  const search = await screen.findByLabelText("Lay an adapter over the model", { selector: "input" });
  act(() => search.focus());
  fireEvent.click(search);
  fireEvent.change(search, { target: { value: "in" } });
  fireEvent.click(await screen.findByRole("option", { name: "ink", hidden: true }));
  expect([document.activeElement, (search as HTMLInputElement).value]).toEqual([search, ""]);
  const remove = await screen.findByRole("button", { name: "Remove ink", hidden: true });
  act(() => remove.focus());
  fireEvent.click(remove);
  expect(document.activeElement).toBe(search.closest("fieldset"));
});

it("offers adapters made for other models with the same layers, each file once", async () => {
  knows(drawn);
  const known = server.answer;
  const card = { baseModelId: "c", baseModelName: "anime", fits: ["b", "c"], triggerWords: [] };
  const cards = [
    { ...card, id: "a1", name: "ink", sha256: "1" },
    { ...card, id: "a2", name: "wash", sha256: "2" },
    { ...card, id: "a3", name: "my wash", sha256: "2", baseModelId: "b" },
    { ...card, id: "a4", name: "wide", sha256: "4", fits: ["c"] },
  ];
  server.answer = (call) => (call.path === "/api/adapters" ? cards : known(call));
  await shown();
  await press("More parameters");
  const search = await screen.findByLabelText("Lay an adapter over the model", { selector: "input" });
  fireEvent.click(search);
  const offered = await screen.findAllByRole("option", { name: /ink|wash|wide/, hidden: true });
  expect(offered.map((each) => each.textContent)).toEqual(["my wash", "ink · made for anime"]);
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

it("goes on at the prompt when the picture to start from is removed", async () => {
  knows(drawn);
  await shown("/playground?start=i");
  const remove = await screen.findByRole("button", { name: "Start from nothing again", hidden: true });
  act(() => remove.focus());
  fireEvent.click(remove);
  await waitFor(() => expect(remove.isConnected).toBe(false));
  expect(document.activeElement).toBe(field("Prompt"));
});

it("says that the picture to start from does not come, whole or to be painted on", async () => {
  knows(drawn);
  await shown("/playground?start=i");
  const words = "This picture cannot be loaded. Start from another one, or from nothing.";
  await screen.findByAltText("Picture to start from");
  neverComes(() => screen.getByAltText("Picture to start from"));
  expect(screen.getByRole("alert").textContent).toBe(words);
  fireEvent.click(screen.getByLabelText("Redraw a part only"));
  expect(screen.queryByRole("alert"), "it is fetched again").toBeNull();
  fireEvent.error(document.querySelector('form img[src="/api/images/i/file"]') as HTMLElement);
  expect(screen.getByRole("alert").textContent).toBe(words);
});

it.each(["/playground?start=i", "/playground?start=i&grid=g1,g2"])("leaves the form alone at %s", async (address) => {
  knows(drawn, { ...drawn, id: "g2", prompt: "a lantern, fog" });
  await shown(address);
  const remove = await screen.findByRole("button", { name: "Start from nothing again", hidden: true });
  fireEvent.click(await screen.findByText(address.includes("grid") ? "fog" : "a lantern, fog"));
  expect(await screen.findByText("a lantern, fog", { selector: "p" }), "it is looked at").toBeDefined();
  expect(remove.isConnected, "the picture to start from stays").toBe(true);
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

it("says what is wrong with a parameter that is out of sight, and beside the field once it is there", async () => {
  knows(drawn);
  const known = server.answer;
  const violations = [{ field: "steps", message: "must be less than or equal to 100" }];
  server.answer = (call) => (call.method === "POST" ? refusal(400, "INVALID_INPUT", { violations }) : known(call));
  await shown();
  fireEvent.change(field("Prompt"), { target: { value: "a lantern" } });
  await press("Generate");
  expect((await screen.findByRole("alert")).textContent).toContain("steps: must be at most 100");
  await press("More parameters");
  expect(screen.getByRole("alert").textContent).toContain("See the marked fields.");
  expect(screen.getByText("must be at most 100")).toBeDefined();
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
  await waitFor(() => expect(screen.queryByLabelText("Step 7 of 7")).not.toBeNull());
  tell({ type: "preview", index: 0, step: 3, url: pixel });
  expect(live.size).toBe(1);
  knows(drawn);
  tell({ type: "done" });
  expect(live.size).toBe(0);
});

it("says aloud that it begins and ends, and not each step", async () => {
  knows({ ...drawn, state: "QUEUED", step: 0, images: [] });
  await shown();
  const said = () => document.querySelector('section[aria-label="Result"] output')?.textContent;
  await waitFor(() => expect(said()).toBe("Queued"));
  for (const step of [1, 2]) {
    Stream.last?.say({ type: "progress", step, steps: 7 });
    expect(await screen.findByLabelText(`Step ${step} of 7`)).toBeDefined();
    expect(said()).toBe("Running");
  }
  const error = "OUT_OF_MEMORY: no room";
  knows({ ...drawn, state: "FAILED", images: [], error });
  Stream.last?.say({ type: "failed", message: error });
  await waitFor(() => expect(said()).toBe("Failed"));
  expect(screen.getByRole("alert").textContent).toContain("The memory did not suffice.");
});

it("looks closer at a picture, and goes back to it", async () => {
  knows(drawn);
  await shown();
  const look = await screen.findByRole("button", { name: "Picture 1: a lantern", hidden: true });
  act(() => look.focus());
  fireEvent.click(look);
  const close = await screen.findByRole("button", { name: "Close", hidden: true });
  const fact = (name: string) => screen.getByText(name, { selector: "dt" }).nextElementSibling?.textContent;
  expect(["Guidance rescale", "Noise from the seed", "Skipped text layers", "Learned words"].map(fact)).toEqual([
    "0.25",
    "PyTorch",
    "1",
    "none",
  ]);
  act(() => close.focus());
  fireEvent.click(close);
  await waitFor(() => expect(document.activeElement).toBe(look));
});

it("tells below the prompt what was changed from the usual, and the adapters", async () => {
  const usual = { guidanceRescale: 0, noise: "COUNTER" as const, clipSkip: 0, negativePrompt: "" };
  const laid = { ...drawn, adapters: [{ adapterId: "a", strength: 0.8 }] };
  for (const [generation, facts] of [
    [{ ...drawn, ...usual }, ["m1", "7 steps · guidance 4", "Euler", "64 × 64"]],
    [
      laid,
      [
        "m1",
        "ink × 0.8",
        "7 steps · guidance 4",
        "Guidance rescale 0.25",
        "Euler",
        "Noise from the seed PyTorch",
        "Skipped text layers 1",
        "64 × 64",
        "Without: fog",
      ],
    ],
  ] as const) {
    knows(generation);
    const known = server.answer;
    server.answer = (call) => (call.path === "/api/adapters" ? [{ id: "a", name: "ink", fits: [] }] : known(call));
    const { unmount } = await shown();
    const result = await screen.findByRole("region", { name: "Result", hidden: true });
    const told = () => [...result.querySelectorAll("li")].map((each) => each.textContent);
    await waitFor(() => expect(told()).toEqual(facts));
    unmount();
  }
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
