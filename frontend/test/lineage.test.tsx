import { act, cleanup, screen } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import type { Lineage } from "../src/api/types";
import { LineagePage } from "../src/features/lineage/LineagePage";
import { startTexts } from "../src/i18n";
import { readyForPages, showPage } from "./page";

/** Set before anything is loaded: the client of the API keeps the one it finds. */
const server = vi.hoisted(() => {
  const held = { roles: ["expert"] };
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
      { id: "run:r", type: "run", label: "ink" },
      { id: "snapshot:s", type: "snapshot", label: "spring" },
      { id: "curation:k", type: "curation", label: "sieved" },
      { id: "campaign:c", type: "campaign", label: "asked" },
      { id: "votes:c", type: "votes", label: "5 / 6" },
    ],
    edges: [],
  };
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url, "http://x");
    if (pathname === "/api/me") {
      return new Response(JSON.stringify({ signedIn: true, roles: held.roles }), {
        headers: { "Content-Type": "application/json" },
      });
    }
    const known = pathname === "/api/lineage/images/i2";
    return new Response(JSON.stringify(known ? lineage : { title: "gone", status: 404, code: "NOT_FOUND" }), {
      status: known ? 200 : 404,
      headers: { "Content-Type": "application/json" },
    });
  });
  return held;
});

readyForPages();

beforeAll(async () => {
  await startTexts();
  await i18next.changeLanguage("en");
});
afterEach(cleanup);

const pages = {
  "/lineage/$imageId": LineagePage,
  "/models": undefined,
  "/playground": undefined,
  "/runs/$runId": undefined,
  "/snapshots/$snapshotId": undefined,
  "/curation/$curationId": undefined,
  "/campaigns/$campaignId": undefined,
};

it("leads on to the picture that this one started from, and not to this one", async () => {
  showPage(pages, "/lineage/i2");
  const earlier = await screen.findByRole("link", { name: "an earlier one", hidden: true });
  expect(earlier.getAttribute("href")).toBe("/lineage/i1");
  expect(screen.queryByRole("link", { name: "a later one", hidden: true })).toBeNull();
  expect(screen.getByText("Votes that count: 5 / 6")).toBeTruthy();
});

it("leads nobody to a page that would refuse them", async () => {
  const led = () => screen.getAllByRole("link", { hidden: true }).map((each) => each.textContent);
  const { client } = showPage(pages, "/lineage/i2");
  await screen.findByText("ink");
  expect(led()).toEqual(["Use as start", "bare", "an earlier one", "asked"]);
  server.roles = ["expert", "curator"];
  await act(() => client.invalidateQueries());
  await screen.findByRole("link", { name: "ink", hidden: true });
  expect(led()).toEqual(["Use as start", "bare", "an earlier one", "ink", "spring", "sieved", "asked"]);
});
