import { cleanup, screen } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import type { Lineage } from "../src/api/types";
import { LineagePage } from "../src/features/lineage/LineagePage";
import { startTexts } from "../src/i18n";
import { readyForPages, showPage } from "./page";

/** Set before anything is loaded: the client of the API keeps the one it finds. */
vi.hoisted(() => {
  const lineage: Lineage = {
    image: {
      id: "i2",
      url: "/api/images/i2/file",
      sha256: "a".repeat(64),
      prompt: "a later one",
      seed: "7",
      createdAt: "2026-01-01T00:00:00Z",
    },
    modelVersion: { id: "m", number: 1, name: "bare", baseModelId: "b", baseModelName: "ground" },
    nodes: [
      { id: "image:i2", type: "image", label: "a later one" },
      { id: "model-version:m", type: "model-version", label: "bare" },
      { id: "image:i1", type: "image", label: "an earlier one" },
      { id: "votes:c", type: "votes", label: "5 / 6" },
    ],
    edges: [],
  };
  vi.stubGlobal("fetch", async (request: Request) => {
    const known = new URL(request.url, "http://x").pathname === "/api/lineage/images/i2";
    return new Response(JSON.stringify(known ? lineage : { title: "gone", status: 404, code: "NOT_FOUND" }), {
      status: known ? 200 : 404,
      headers: { "Content-Type": "application/json" },
    });
  });
});

readyForPages();

beforeAll(async () => {
  await startTexts();
  await i18next.changeLanguage("en");
});
afterEach(cleanup);

it("leads on to the picture that this one started from, and not to this one", async () => {
  showPage({ "/lineage/$imageId": LineagePage, "/models": undefined, "/playground": undefined }, "/lineage/i2");
  const earlier = await screen.findByRole("link", { name: "an earlier one", hidden: true });
  expect(earlier.getAttribute("href")).toBe("/lineage/i1");
  expect(screen.queryByRole("link", { name: "a later one", hidden: true })).toBeNull();
  expect(screen.getByText("Votes that count: 5 / 6")).toBeTruthy();
});
