import { act, cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import type { Job } from "../src/api/types";
import { CurationListPage } from "../src/features/curation/CurationListPage";
import { startTexts } from "../src/i18n";
import { readyForPages, showPage } from "./page";

interface Asked {
  readonly job: Job;
  readonly curationId?: string;
}

const campaign = (id: string) => ({ id, name: `campaign ${id}`, counts: { votes: 7 } });

/** Set before anything is loaded: the client of the API keeps the one it finds. */
const server = vi.hoisted(() => {
  const asked: Record<string, Asked[]> = { a: [], b: [] };
  const held = { asked, begin: (_: string): unknown => undefined };
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url, "http://x");
    const [, id = "", what] = /^\/api\/campaigns\/(\w+)\/curations(\/jobs)?$/.exec(pathname) ?? [];
    const answer =
      pathname === "/api/campaigns"
        ? [campaign("a"), campaign("b")]
        : request.method === "POST"
          ? held.begin(id)
          : what === undefined
            ? []
            : held.asked[id];
    return new Response(JSON.stringify(answer), { headers: { "Content-Type": "application/json" } });
  });
  return held;
});

readyForPages();

beforeAll(async () => {
  await startTexts();
  await i18next.changeLanguage("en");
});
afterEach(cleanup);

const job: Job = {
  id: "j",
  kind: "curate",
  lane: "OTHER",
  subjectId: "s",
  state: "RUNNING",
  attempt: 1,
  failures: 0,
  stepsDone: 0,
  stepsTotal: 13,
  cancelRequested: false,
  createdAt: "2026-01-02T03:04:05Z",
};

it("opens at its end only the curation that was asked for last", async () => {
  server.begin = (id) => {
    const begun = { job: { ...job, id: `j${id}` } };
    server.asked[id] = [begun];
    return begun;
  };
  const pages = { "/curation": CurationListPage, "/curation/$curationId": () => "opened" };
  const { client, router } = showPage(pages, "/curation");
  const working = (id: string) => screen.findByRole("progressbar", { name: `Curating the votes of “campaign ${id}”` });
  for (const [place, id] of ["a", "b"].entries()) {
    const button = (await screen.findAllByRole("button", { name: "Curate these 7 votes" }))[place];
    fireEvent.click(button as HTMLElement);
    await working(id);
  }
  const end = async (id: string) => {
    server.asked[id] = [{ job: { ...job, id: `j${id}`, state: "DONE", endedAt: job.createdAt }, curationId: `c${id}` }];
    await act(() => client.invalidateQueries());
  };

  await end("a");
  await waitFor(() => expect(screen.getAllByRole("progressbar")).toHaveLength(1));
  await act(() => new Promise((resume) => setTimeout(resume, 50)));
  expect(router.state.location.pathname).toBe("/curation");

  await end("b");
  await waitFor(() => expect(router.state.location.pathname).toBe("/curation/cb"));
});
