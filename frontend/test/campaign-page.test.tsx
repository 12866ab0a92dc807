import { act, cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import type { Campaign, Job } from "../src/api/types";
import { CampaignPage } from "../src/features/campaigns/CampaignPage";
import { startTexts } from "../src/i18n";
import { readyForPages, showPage } from "./page";

/** Set before anything is loaded: the client of the API keeps the one it finds. */
const server = vi.hoisted(() => {
  const campaign: Campaign = {
    id: "c1",
    name: "spring",
    question: "Which is better?",
    kind: "COLLECTION",
    audience: "EXPERTS",
    taskKind: "PAIR",
    state: "DRAFT",
    counts: { gold: 0, imagesDone: 0, imagesTotal: 4, raters: 0, tasks: 0, votes: 0, votesWanted: 0 },
    covers: [],
    createdAt: "2026-01-01T00:00:00Z",
    goldShare: 0,
    imagesPerPrompt: 2,
    modelVersionId: "m",
    modelVersionName: "m1",
    overlap: 1,
    promptSetId: "p",
    promptSetName: "scenes",
  };
  const held = { campaign, roles: ["expert", "curator"], asked: [] as string[] };
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url, "http://x");
    held.asked.push(pathname);
    const asked = /^\/api\/campaigns\/c1\/(open|close)$/.exec(pathname)?.[1];
    if (asked !== undefined) {
      held.campaign = { ...held.campaign, state: asked === "open" ? "GENERATING" : "CLOSED" };
    }
    if (pathname === "/api/jobs/j1/cancel" && held.campaign.opening !== undefined) {
      held.campaign = { ...held.campaign, opening: { ...held.campaign.opening, cancelRequested: true } };
    }
    const answer =
      pathname === "/api/me"
        ? { signedIn: true, roles: held.roles }
        : asked !== undefined || pathname === "/api/campaigns/c1"
          ? held.campaign
          : [];
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

const button = (name: string) => screen.findByRole("button", { name, hidden: true });

const pages = {
  "/campaigns/$campaignId": CampaignPage,
  "/rating/$campaignId": undefined,
  "/curation/$curationId": undefined,
};

const opening: Job = {
  id: "j1",
  kind: "open-campaign",
  lane: "OPEN",
  subjectId: "c1",
  state: "RUNNING",
  attempt: 1,
  failures: 0,
  stepsDone: 1,
  stepsTotal: 4,
  cancelRequested: false,
  createdAt: "2026-01-01T00:00:00Z",
};

it("keeps the focus beside the state of a campaign whose buttons go with what they did", async () => {
  const { client } = showPage(pages, "/campaigns/c1");
  const open = await button("Make pictures and open");
  const place = open.parentElement;
  act(() => open.focus());
  fireEvent.click(open);
  await screen.findByText("Generating");
  expect(document.activeElement).toBe(place);

  server.campaign = { ...server.campaign, state: "OPEN" };
  await act(() => client.invalidateQueries());
  const close = await button("Close");
  act(() => close.focus());
  fireEvent.click(close);
  const question = await screen.findByRole("dialog", { hidden: true });
  await waitFor(() => expect(question.contains(document.activeElement)).toBe(true));
  const [confirm] = within(question)
    .getAllByRole("button", { name: "Close", hidden: true })
    .filter((each) => each.textContent === "Close"); // not the cross of the dialog
  fireEvent.click(confirm as HTMLElement);
  await screen.findByText("Closed");
  expect(document.activeElement).toBe(place);
});

it("asks before it cancels an opening, and says so until the campaign is a draft again", async () => {
  const before = server.campaign;
  server.campaign = { ...before, state: "GENERATING", opening: { ...opening, waitReason: "NO_ROOM" } };
  const { client } = showPage(pages, "/campaigns/c1");
  expect(await screen.findByText(/^There is too little room on the disk\./), "why it waits").toBeDefined();
  fireEvent.click(await button("Cancel the opening"));
  const question = await screen.findByRole("dialog", { hidden: true });
  expect(question.textContent).toContain("The campaign goes back to a draft and can be opened again.");
  fireEvent.click(within(question).getByRole("button", { name: "Cancel the opening", hidden: true }));
  await screen.findByText("Cancelling");
  expect(screen.queryByRole("button", { name: "Cancel the opening", hidden: true })).toBeNull();

  server.campaign = { ...before, state: "DRAFT" };
  await act(() => client.invalidateQueries());
  expect(await button("Make pictures and open")).toBeDefined();
  expect(screen.queryByText("Cancelling")).toBeNull();
});

it("says why the pictures of a campaign could not be made, in the reader's language first", async () => {
  server.campaign = { ...server.campaign, state: "DRAFT", error: "OUT_OF_MEMORY: 4 pictures need 9 GB" };
  showPage(pages, "/campaigns/c1");
  expect((await screen.findByRole("alert")).textContent).toBe(
    "The memory did not suffice. Ask for fewer or smaller pictures, or try again later.4 pictures need 9 GB",
  );
});

it("asks and offers an expert nothing that only curators may", async () => {
  server.roles = ["expert"];
  server.asked = [];
  const followed: string[] = [];
  class Followed {
    constructor(path: string) {
      followed.push(path);
    }
    close() {}
  }
  vi.stubGlobal("EventSource", Followed);
  const counts = { ...server.campaign.counts, imagesDone: 4, votes: 3 };
  server.campaign = { ...server.campaign, state: "OPEN", counts };
  const { client } = showPage(pages, "/campaigns/c1");
  expect((await screen.findByRole("link", { name: "Rate now", hidden: true })).getAttribute("href")).toBe("/rating/c1");
  for (const name of ["Close", "Curate votes", "Make pictures and open"]) {
    expect(screen.queryByRole("button", { name, hidden: true })).toBeNull();
  }
  expect(server.asked.filter((path) => !["/api/me", "/api/campaigns/c1"].includes(path))).toEqual([]);
  expect(followed).toEqual([]);

  server.roles = ["expert", "curator"];
  await act(() => client.invalidateQueries());
  expect(await button("Curate votes")).toBeDefined();
  expect(followed).toEqual(["/api/campaigns/c1/events"]);
});
