import { QueryClient } from "@tanstack/react-query";
import { act, cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { me } from "../src/api/me";
import type { BaseModel, Role } from "../src/api/types";
import { BaseModelList } from "../src/features/models/BaseModelList";
import { startTexts } from "../src/i18n";
import { showPart } from "./page";

const model: BaseModel = {
  id: "b",
  name: "sd",
  digest: "a".repeat(64),
  folder: "/models/sd",
  width: 512,
  height: 512,
  parameters: 1,
  predictionType: "epsilon",
  pipelineClass: "StableDiffusionPipeline",
  licence: "",
  origin: "",
  usualSampling: {
    steps: 20,
    guidance: 7.5,
    guidanceRescale: 0.7,
    sampler: "DDIM",
    clipSkip: 0,
    negativePrompt: "fog",
  },
  mostClipSkip: 2,
  createdAt: "2026-01-01T00:00:00Z",
};

/** Set before anything is loaded: the client of the API keeps the one it finds. */
const server = vi.hoisted(() => {
  const held: { model: unknown; asked: unknown[]; refusal: unknown } = { model: {}, asked: [], refusal: undefined };
  vi.stubGlobal("fetch", async (request: Request) => {
    const json = (status: number, body: unknown) =>
      new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
    if (request.method === "GET") {
      return json(200, [held.model]);
    }
    const usualSampling = await request.json();
    held.asked.push([`${request.method} ${new URL(request.url, "http://x").pathname}`, usualSampling]);
    if (held.refusal !== undefined) {
      return json(400, held.refusal);
    }
    held.model = { ...(held.model as object), usualSampling };
    return json(200, held.model);
  });
  return held;
});

beforeAll(startTexts);
beforeEach(() => {
  server.model = model;
  server.asked = [];
  server.refusal = undefined;
  return i18next.changeLanguage("en");
});
afterEach(cleanup);

async function shown(role: Role) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  client.setQueryData(me.queryKey, { signedIn: true, roles: [role] });
  showPart(<BaseModelList />, client);
  await screen.findByText("sd");
}

const told = (text: string) => document.querySelector("td[data-name='Usual sampling']")?.textContent?.includes(text);
const change = () => screen.getByRole("button", { name: "Change the usual sampling of sd", hidden: true });
const steps = () => screen.findByLabelText<HTMLInputElement>("Steps", { selector: "input" });
const save = () => fireEvent.click(screen.getByRole("button", { name: "Save", hidden: true }));

it("lets administrators set what a model is usually drawn with", async () => {
  await shown("admin");
  expect(told("20 steps · guidance 7.5 · DDIM · Guidance rescale 0.7 · Without: fog")).toBe(true);
  act(() => change().focus());
  fireEvent.click(change());
  fireEvent.change(await steps(), { target: { value: "30" } });
  save();
  await waitFor(() => expect(told("30 steps")).toBe(true));
  expect(server.asked).toEqual([["PUT /api/base-models/b/usual-sampling", { ...model.usualSampling, steps: 30 }]]);
  await waitFor(() => expect(screen.queryByRole("button", { name: "Save", hidden: true })).toBeNull());
});

it("shows a refusal at its field and goes there", async () => {
  await shown("admin");
  fireEvent.click(change());
  const field = await steps();
  const violations = [{ field: "steps", message: "must be at most 50 with the sampler LCM" }];
  server.refusal = { title: "Invalid", status: 400, code: "INVALID_INPUT", violations };
  save();
  expect(await screen.findByText("must be at most 50")).toBeDefined();
  await waitFor(() => expect(document.activeElement).toBe(field));
});

it("lets no more text layers be skipped than the model can do without", async () => {
  await shown("admin");
  fireEvent.click(change());
  const field = await screen.findByLabelText<HTMLInputElement>("Skipped text layers", { selector: "input" });
  fireEvent.change(field, { target: { value: "9" } });
  fireEvent.blur(field);
  await waitFor(() => expect(field.value).toBe("2"));
  const violations = [{ field: "clipSkip", message: "must be at most 1 with this model" }];
  server.refusal = { title: "Invalid", status: 400, code: "INVALID_INPUT", violations };
  save();
  expect(await screen.findByText("must be at most 1")).toBeDefined();
});

it("only tells curators", async () => {
  await shown("curator");
  expect(told("20 steps")).toBe(true);
  expect(screen.queryByRole("button")).toBeNull();
});
