import { fireEvent, screen, waitFor } from "@testing-library/react";
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
];

function knowsModels() {
  knows(drawn);
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

const names = ["Steps", "Guidance", "Guidance rescale", "Skipped text layers"];
const values = () => names.map((name) => field(name).value);

async function choose(model: string) {
  fireEvent.click(field("Model version"));
  fireEvent.click(await screen.findByRole("option", { name: model, hidden: true }));
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
  const asked = () => server.calls.find(({ method }) => method === "POST")?.body;
  await waitFor(() => expect(asked()).toMatchObject({ ...quick, prompt: "a lantern", modelVersionId: "q" }));
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

it("keeps all of the settings that were taken over", async () => {
  knowsModels();
  await shown();
  await press("Use these settings");
  const taken = ["7", "4", "0.25", "1"];
  await waitFor(() => expect(values()).toEqual(taken));
  await choose("quick");
  expect(values()).toEqual(taken);
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
