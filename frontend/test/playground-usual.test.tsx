import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { drawn, field, knows, press, server, shown } from "./playground";

const full = {
  steps: 30,
  guidance: 7.5,
  guidanceRescale: 0.7,
  sampler: "DDIM",
  clipSkip: 2,
  negativePrompt: "fog",
} as const;
const quick = { ...full, steps: 4, guidance: 1, guidanceRescale: 0, sampler: "EULER", clipSkip: 0, negativePrompt: "" };
const versions = [
  { id: "m", name: "m1", baseModelId: "b", width: 64, height: 64 },
  { id: "q", name: "quick", baseModelId: "c", width: 64, height: 64 },
  { id: "w", name: "washed", baseModelId: "c", adapterSha256: "2", width: 64, height: 64 },
];

function knowsModels(generation = drawn) {
  knows(generation);
  const known = server.answer;
  server.answer = (call) =>
    call.path === "/api/base-models"
      ? [
          { id: "b", usualSampling: full },
          { id: "c", usualSampling: quick },
        ]
      : call.path === "/api/model-versions"
        ? versions
        : call.method === "POST"
          ? { id: "g1" }
          : known(call);
}

const asked = () => server.calls.find(({ method }) => method === "POST")?.body;

const names = ["Steps", "Guidance", "Guidance rescale", "Skipped text layers"];
const values = () => names.map((name) => field(name).value);

async function choose(name: string, from = "Model version") {
  fireEvent.click(field(from));
  fireEvent.click(await screen.findByRole("option", { name, hidden: true }));
}

it("begins with what the model in use is usually drawn with, and follows the one that is chosen", async () => {
  knowsModels();
  await shown();
  await press("More parameters");
  await waitFor(() => expect(values()).toEqual(["30", "7.5", "0.7", "2"]));
  expect(field("Sampler").value).toBe("DDIM");
  await choose("quick");
  await waitFor(() => expect(values()).toEqual(["4", "1", "0", "0"]));
  fireEvent.change(field("Prompt"), { target: { value: "a lantern" } });
  await press("Generate");
  await waitFor(() => expect(asked()).toMatchObject({ ...quick, prompt: "a lantern", modelVersionId: "q" }));
});

it("leaves to the server what it is not told while nobody knows what the model is usually drawn with", async () => {
  knowsModels();
  const known = server.answer;
  server.answer = (call) => (call.path === "/api/base-models" ? new Promise(() => undefined) : known(call));
  await shown();
  await press("More parameters");
  fireEvent.change(field("Steps"), { target: { value: "9" } });
  fireEvent.change(field("Prompt"), { target: { value: "a lantern" } });
  await press("Generate");
  await waitFor(() => expect(asked()).toEqual({ prompt: "a lantern", steps: 9, count: 4, noise: "COUNTER" }));
});

it("leaves what was changed as it is when another model is chosen", async () => {
  knowsModels();
  await shown();
  await press("More parameters");
  await waitFor(() => expect(values()).toEqual(["30", "7.5", "0.7", "2"]));
  fireEvent.change(field("Guidance"), { target: { value: "5" } });
  await choose("quick");
  await waitFor(() => expect(values()).toEqual(["4", "5", "0", "0"]));
});

it("goes back to the usual after a sampler with a pace of its own, and follows another model then", async () => {
  knowsModels();
  await shown();
  await press("More parameters");
  await waitFor(() => expect(values()).toEqual(["30", "7.5", "0.7", "2"]));
  await choose("LCM", "Sampler");
  await waitFor(() => expect(values()).toEqual(["6", "1.5", "0.7", "2"]));
  await choose("DDIM", "Sampler");
  await waitFor(() => expect(values()).toEqual(["30", "7.5", "0.7", "2"]));
  await choose("quick");
  await waitFor(() => expect(values()).toEqual(["4", "1", "0", "0"]));
  expect(field("Sampler").value).toBe("Euler");
});

it("keeps all of the settings that were taken over", async () => {
  knowsModels();
  await shown();
  await press("Use these settings");
  const taken = ["7", "4", "0.25", "1"];
  await waitFor(() => expect(values()).toEqual(taken));
  await choose("quick");
  await waitFor(() => expect(field("Model version").value).toBe("quick"));
  await act(() => new Promise((resolve) => setTimeout(resolve, 20)));
  expect(values()).toEqual(taken);
});

const laid = ["a1", "a2", "a3"].map((adapterId) => ({ adapterId, strength: 0.5 }));
const card = { baseModelId: "b", baseModelName: "m1", fits: ["b", "c"], triggerWords: [] };
const cards = [
  { ...card, id: "a1", name: "ink", sha256: "1" },
  { ...card, id: "a2", name: "wash", sha256: "2" },
  { ...card, id: "a3", name: "wide", sha256: "3", fits: ["b"] },
];
const strengths = () =>
  ["ink", "wash", "wide"].filter((name) => screen.queryByLabelText(`Strength of ${name}`, { selector: "input" }));

it("keeps the adapters that the chosen model takes, unless it is made of them", async () => {
  knowsModels({ ...drawn, adapters: laid });
  const known = server.answer;
  server.answer = (call) => (call.path === "/api/adapters" ? cards : known(call));
  await shown();
  await press("Use these settings");
  await waitFor(() => expect(strengths()).toEqual(["ink", "wash", "wide"]));
  await choose("quick");
  await waitFor(() => expect(strengths()).toEqual(["ink", "wash"]));
  await choose("washed");
  await waitFor(() => expect(strengths()).toEqual(["ink"]));
  expect(field("Strength of ink").value).toBe("0.5");
});

it("keeps all adapters until it is known which of them the chosen model takes", async () => {
  knowsModels({ ...drawn, adapters: laid });
  const known = server.answer;
  let come = () => {};
  const answer = new Promise((resolve) => {
    come = () => resolve(cards);
  });
  server.answer = (call) => (call.path === "/api/adapters" ? answer : known(call));
  await shown();
  await press("Use these settings");
  const unknown = () => screen.queryAllByLabelText("Strength of unknown", { selector: "input" });
  await waitFor(() => expect(unknown()).toHaveLength(3));
  await choose("quick");
  expect(unknown()).toHaveLength(3);
  come();
  await waitFor(() => expect(strengths()).toEqual(["ink", "wash"]));
  expect(unknown()).toEqual([]);
});

it("takes whatever guidance a model may usually have", async () => {
  knowsModels();
  const known = server.answer;
  const strong = [{ id: "b", usualSampling: { ...full, guidance: 30 } }];
  server.answer = (call) => (call.path === "/api/base-models" ? strong : known(call));
  await shown();
  await press("More parameters");
  await waitFor(() => expect(field("Guidance").value).toBe("30"));
  fireEvent.focus(field("Guidance"));
  fireEvent.blur(field("Guidance"));
  expect(field("Guidance").value).toBe("30");
});
