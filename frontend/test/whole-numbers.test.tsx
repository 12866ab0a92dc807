import { cleanup, fireEvent, screen } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { NewCampaignPage } from "../src/features/campaigns/NewCampaignPage";
import { NewComparisonPage } from "../src/features/comparisons/NewComparisonPage";
import { NewRunPage } from "../src/features/runs/NewRunPage";
import { startTexts } from "../src/i18n";
import { readyForPages, showPage } from "./page";

/** Set before anything is loaded: the client of the API keeps the one it finds. */
vi.hoisted(() => {
  vi.stubGlobal("fetch", async (request: Request) => {
    const answer = request.url.endsWith("/api/serving") ? { modelVersion: { id: "v1", name: "plain" } } : [];
    return new Response(JSON.stringify(answer), { headers: { "Content-Type": "application/json" } });
  });
});

readyForPages();

beforeAll(async () => {
  await startTexts();
  await i18next.changeLanguage("en");
});
afterEach(cleanup);

const forms = [
  { address: "/campaigns/new", page: NewCampaignPage, labels: ["Pictures per prompt", "Raters per task"] },
  { address: "/comparisons/new", page: NewComparisonPage, labels: ["Raters per task"] },
  { address: "/runs/new", page: NewRunPage, labels: ["Steps", "Rank", "Groups per step", "Seed"] },
];

it.each(forms)("takes no fractions where $address asks for whole numbers", async ({ address, page, labels }) => {
  showPage({ [address]: page }, address);
  for (const name of labels) {
    const field = await screen.findByRole<HTMLInputElement>("textbox", { name });
    for (const text of ["2", "2.", "2.5"]) {
      fireEvent.change(field, { target: { value: text } });
    }
    expect(field.value, name).not.toContain(".");
  }
});

it("takes them for rates and shares", async () => {
  showPage({ "/runs/new": NewRunPage }, "/runs/new");
  const field = await screen.findByRole<HTMLInputElement>("textbox", { name: "Learning rate" });
  fireEvent.change(field, { target: { value: "0.002" } });
  expect(field.value).toBe("0.002");
});
