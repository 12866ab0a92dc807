import { cleanup, fireEvent, screen } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { BoardPage } from "../src/features/rating/BoardPage";
import { startTexts } from "../src/i18n";
import { readyForPages, showPage } from "./page";

/** Set before anything is loaded: the client of the API keeps the one it finds. */
const server = vi.hoisted(() => {
  const held = {
    /** Who is signed in. */
    here: "mei",
    next: async (_: string | null): Promise<Response> => new Response("[]"),
    votes: async (): Promise<Response> => new Response("{}", { status: 503 }),
  };
  const person = () => JSON.stringify({ signedIn: true, id: held.here, name: held.here, roles: ["expert"] });
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url, "http://x");
    if (pathname === "/api/me") {
      return new Response(person());
    }
    return pathname.endsWith("/votes") ? held.votes() : held.next(request.headers.get("X-Pinhua-Rater"));
  });
  return held;
});

readyForPages();

beforeAll(async () => {
  await startTexts();
  await i18next.changeLanguage("en");
});
beforeEach(() => {
  localStorage.clear();
  server.here = "mei";
});
afterEach(cleanup);

const pages = { "/rating": undefined, "/rating/$campaignId": BoardPage };

it("does not call it done when the tasks did not come, and asks for them again", async () => {
  const busy = JSON.stringify({ title: "Busy", status: 503, code: "OVERLOADED" });
  server.next = async () => new Response(busy, { status: 503 });
  showPage(pages, "/rating/c1");
  await screen.findByRole("alert", { hidden: true });
  expect(screen.queryByText("All done")).toBeNull();

  let come = (_: Response) => {};
  server.next = () =>
    new Promise((resolve) => {
      come = resolve;
    });
  fireEvent.click(screen.getByText("Try again"));
  await screen.findByText("Fetching pictures…");
  expect(screen.queryByRole("alert", { hidden: true })).toBeNull();
  come(new Response("[]", { headers: { "Content-Type": "application/json" } }));
  await screen.findByText("All done");
});

it("goes on as whoever signs in beside the page", async () => {
  const said: (string | null)[] = [];
  const changed = JSON.stringify({ title: "Another rater", status: 409, code: "RATER_CHANGED" });
  server.next = async (rater) => {
    said.push(rater);
    server.here = "lan";
    return rater === "lan" ? new Response("[]") : new Response(changed, { status: 409 });
  };
  showPage(pages, "/rating/c1");
  await screen.findByText("All done");
  expect(said).toEqual(["mei", "lan"]);
});

it("says how many votes are on their way where no task is left, and leads away", async () => {
  const vote = { voteId: "v1", assignmentId: "a1", token: "t", choice: "TIE", tags: [], dwellMillis: 9, input: "KEY" };
  localStorage.setItem("pinhua.vote.v1", JSON.stringify({ order: 1, vote, rater: "mei", campaignId: "c1" }));
  server.next = async () => new Response("[]");
  showPage(pages, "/rating/c1");
  await screen.findByText("1 on the way");
  expect(screen.getByText("Fetching pictures…")).toBeDefined();
  expect(screen.getByText("Other campaigns").getAttribute("href")).toBe("/rating");
});
