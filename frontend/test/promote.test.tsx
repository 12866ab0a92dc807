import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { Comparison, NewPromotion } from "../src/api/types";
import { Promote } from "../src/features/comparisons/Promote";
import { startTexts } from "../src/i18n";
import { showPage } from "./page";

/** Set before anything is loaded: the client of the API keeps the one it finds. */
const server = vi.hoisted(() => {
  const held = {
    serving: undefined as { modelVersion: { id: string; name: string }; revision: number } | undefined,
    refusal: undefined as string | undefined,
    asked: 0,
    wishes: [] as NewPromotion[],
  };
  const answer = (body: unknown, status = 200) =>
    new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url, "http://x");
    if (request.method === "POST") {
      held.wishes.push(await request.json());
      return held.refusal === undefined
        ? answer({})
        : answer({ title: held.refusal, code: held.refusal, status: 409 }, 409);
    }
    held.asked += pathname === "/api/serving" ? 1 : 0;
    return held.serving === undefined ? new Promise<Response>(() => undefined) : answer(held.serving);
  });
  return held;
});

beforeAll(async () => {
  await startTexts();
  await i18next.changeLanguage("en");
});
beforeEach(() => {
  server.serving = { modelVersion: { id: "v1", name: "plain" }, revision: 7 };
  server.refusal = undefined;
  server.asked = 0;
  server.wishes = [];
});
afterEach(cleanup);

const won: Comparison = {
  id: "k1",
  name: "warm against plain",
  alpha: 0.05,
  campaignId: "c1",
  challengerName: "warm",
  challengerVersionId: "v2",
  championName: "plain",
  championVersionId: "v1",
  createdAt: "2026-01-01T00:00:00Z",
  createdBy: "mei",
  openRaters: 0,
  raters: 14,
  state: "OPEN",
  threshold: 3.7,
  trace: [],
  verdict: "CHALLENGER_WINS",
  votes: 140,
  votesPerRater: 10,
};

const show = (comparison = won) =>
  showPage({ "/": () => <Promote comparison={comparison} />, "/playground": undefined, "/models": undefined }, "/");
const press = () => screen.findByRole<HTMLButtonElement>("button", { name: "Promote warm" });
const reason = () => screen.queryByRole("textbox", { name: /^Reason/ });

it("promotes by the verdict where that is about the version in use", async () => {
  show();
  fireEvent.click(await press());
  expect(reason()).toBeNull();
  await waitFor(() => expect(server.wishes).toHaveLength(1));
  expect(server.wishes[0]).toEqual({ modelVersionId: "v2", comparisonId: "k1", revision: 7 });
});

it("asks for a reason where the version won against another than the one in use, and keeps the comparison", async () => {
  server.serving = { modelVersion: { id: "v3", name: "newer" }, revision: 8 };
  show();
  const button = await press();
  expect(screen.getByText(/^It won against plain, but newer is in use now\./)).toBeTruthy();
  expect(button.disabled).toBe(true);
  fireEvent.change(reason() as HTMLElement, { target: { value: " newer draws black pictures " } });
  fireEvent.click(button);
  await waitFor(() => expect(server.wishes).toHaveLength(1));
  expect(server.wishes[0]).toEqual({
    modelVersionId: "v2",
    comparisonId: "k1",
    reason: "newer draws black pictures",
    revision: 8,
  });
});

it("keeps the comparison beside the reason where there is no verdict", async () => {
  show({ ...won, verdict: "PENDING" });
  const button = await press();
  expect(screen.getByText(/^There is no verdict in its favour\./)).toBeTruthy();
  fireEvent.change(reason() as HTMLElement, { target: { value: "urgent" } });
  fireEvent.click(button);
  await waitFor(() => expect(server.wishes[0]).toMatchObject({ comparisonId: "k1", reason: "urgent" }));
});

it("looks again at what is in use after a refusal", async () => {
  server.refusal = "ALIAS_MOVED";
  show();
  const button = await press();
  server.serving = { modelVersion: { id: "v3", name: "newer" }, revision: 8 };
  fireEvent.click(button);
  expect(await screen.findByText(/newer is in use now/)).toBeTruthy();
  expect(screen.getByRole("alert").textContent).toContain("changed by someone else");
});

it("has nothing to press until it is known what is in use", async () => {
  server.serving = undefined;
  show();
  await screen.findByRole("status", { name: "Loading" });
  await waitFor(() => expect(server.asked).toBe(1));
  expect(screen.queryByRole("button")).toBeNull();
});
