import { cleanup, fireEvent, screen } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { NewRunPage } from "../src/features/runs/NewRunPage";
import { startTexts } from "../src/i18n";
import { readyForPages, showPage } from "./page";

/** Set before anything is loaded: the client of the API keeps the one it finds. */
vi.hoisted(() => {
  const snapshot = (id: string, name: string, baseModelId: string) => ({ id, name, baseModelId, digest: id.repeat(8) });
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url, "http://x");
    const answer =
      pathname === "/api/base-models"
        ? [
            { id: "xl", pipelineClass: "StableDiffusionXLPipeline" },
            { id: "sd", pipelineClass: "StableDiffusionPipeline" },
          ]
        : pathname === "/api/snapshots"
          ? [snapshot("a", "large", "xl"), snapshot("b", "spring", "sd")]
          : [];
    return new Response(JSON.stringify(answer), { headers: { "Content-Type": "application/json" } });
  });
});

readyForPages();

beforeAll(async () => {
  await startTexts();
  await i18next.changeLanguage("en");
});
afterEach(cleanup);

const start = () => screen.getByRole<HTMLButtonElement>("button", { name: "Start" });

it("offers no snapshot of a model that cannot be trained, and says why", async () => {
  showPage({ "/runs/new": NewRunPage }, "/runs/new");
  const choice = await screen.findByDisplayValue("spring · bbbbbbbb");
  fireEvent.click(choice);
  const large = await screen.findByRole("option", { name: /^large · aaaaaaaa .*two text encoders/, hidden: true });
  expect(large.hasAttribute("data-combobox-disabled")).toBe(true);
  expect(start().disabled).toBe(false);
});

it("starts no run from such a snapshot where somebody came from it", async () => {
  showPage({ "/runs/new": NewRunPage }, "/runs/new?snapshot=a");
  await screen.findByDisplayValue(/^large .*two text encoders/);
  expect(start().disabled).toBe(true);
});
