import { QueryClient } from "@tanstack/react-query";
import { act, cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { me } from "../src/api/me";
import type { LearnedWord, Role } from "../src/api/types";
import { LearnedWordList } from "../src/features/models/LearnedWordList";
import { placeOf } from "../src/features/models/place";
import { startTexts } from "../src/i18n";
import { showPart } from "./page";

const robe: LearnedWord = {
  id: "w1",
  baseModelId: "b",
  baseModelName: "clip model",
  word: "robe",
  sha256: "a".repeat(64),
  tokens: 2,
  licence: "CC0",
  origin: "",
  createdAt: "2026-01-01T00:00:00Z",
};

/** Set before anything is loaded: the client of the API keeps the one it finds. */
const server = vi.hoisted(() => {
  const held: { words: unknown[]; asked: string[] } = { words: [], asked: [] };
  vi.stubGlobal("fetch", async (request: Request) => {
    if (request.method === "GET") {
      return new Response(JSON.stringify(held.words), { headers: { "Content-Type": "application/json" } });
    }
    held.asked.push(`${request.method} ${new URL(request.url, "http://x").pathname}`);
    held.words = held.words.map((each) => ({ ...(each as LearnedWord), withdrawnAt: "2026-03-04T12:00:00Z" }));
    return new Response(null, { status: 204 });
  });
  return held;
});

beforeAll(startTexts);
beforeEach(() => {
  server.words = [robe];
  server.asked = [];
  return i18next.changeLanguage("en");
});
afterEach(cleanup);

async function shown(role: Role) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  client.setQueryData(me.queryKey, { signedIn: true, roles: [role] });
  showPart(<LearnedWordList />, client);
  await screen.findByText("robe");
}

const row = () => document.getElementById(placeOf("w1"))?.closest("tr");

it("lets administrators withdraw a word once they were asked, and shows since when it is", async () => {
  await shown("admin");
  expect(row()?.className).toBe("");
  const withdraw = screen.getByRole("button", { name: "Withdraw robe" });
  act(() => withdraw.focus());
  fireEvent.click(withdraw);
  expect(await screen.findByText(/^Pictures asked for from now on are drawn without it/)).toBeDefined();
  expect(server.asked).toEqual([]);
  const [confirm] = screen.getAllByRole("button", { name: "Withdraw", hidden: true });
  fireEvent.click(confirm as HTMLElement);
  await screen.findByText(/^Withdrawn Mar [45], 2026/);
  expect(server.asked).toEqual(["POST /api/learned-words/w1/withdraw"]);
  expect(row()?.className).toBe("dim");
  await waitFor(() => expect(screen.queryByRole("button", { name: "Withdraw robe" })).toBeNull());
  expect(document.activeElement, "the button is gone, its row is not").toBe(row());
});

it("says to others only whether a word is in force", async () => {
  await shown("expert");
  expect(screen.getByText("In force")).toBeDefined();
  expect(screen.queryByRole("button")).toBeNull();
});
