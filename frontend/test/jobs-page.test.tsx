import { cleanup, screen } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import type { Job } from "../src/api/types";
import { JobsPage } from "../src/features/jobs/JobsPage";
import { startTexts } from "../src/i18n";
import { showPart } from "./page";

/** Set before anything is loaded: the client of the API keeps the one it finds. */
const server = vi.hoisted(() => {
  const held: { list: unknown[]; byState: Record<string, number> } = { list: [], byState: {} };
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url, "http://x");
    const answer = pathname === "/api/jobs/counts" ? { byState: held.byState } : held.list;
    return new Response(JSON.stringify(answer), { headers: { "Content-Type": "application/json" } });
  });
  return held;
});

beforeAll(async () => {
  await startTexts();
  await i18next.changeLanguage("en");
});
afterEach(cleanup);

const done = (place: number): Job => ({
  id: `j${place}`,
  kind: "tidy", // a kind without a page of its own
  lane: "OTHER",
  subjectId: `s${place}`,
  state: "DONE",
  attempt: 1,
  failures: 0,
  stepsDone: 0,
  stepsTotal: 0,
  cancelRequested: false,
  createdAt: "2026-01-02T03:04:05Z",
  endedAt: "2026-01-02T03:05:05Z",
});

const counted = (state: string) => screen.getByText(state, { selector: "dt" }).nextElementSibling?.textContent;
const allListed = () => screen.queryByText(/^Of all these, 200 are listed/) === null;

it("counts all jobs, also those that are not listed", async () => {
  server.list = Array.from({ length: 200 }, (_, place) => done(place));
  server.byState = { DONE: 1_250, FAILED: 2, DEAD: 1 };
  showPart(<JobsPage />);
  expect(await screen.findAllByRole("listitem", { hidden: true })).toHaveLength(200);
  expect(["Waiting", "Done", "Failed"].map(counted)).toEqual(["0", "1,250", "3"]);
  expect(allListed()).toBe(false);
});

it("does not speak of others where all are listed", async () => {
  server.list = [done(1)];
  server.byState = { DONE: 1 };
  showPart(<JobsPage />);
  expect(await screen.findAllByRole("listitem", { hidden: true })).toHaveLength(1);
  expect(counted("Done")).toBe("1");
  expect(allListed()).toBe(true);
});
