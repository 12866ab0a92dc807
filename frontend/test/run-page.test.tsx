import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import type { Run } from "../src/api/types";
import { RunPage } from "../src/features/runs/RunPage";
import { startTexts } from "../src/i18n";
import { readyForPages, showPage } from "./page";

/** Set before anything is loaded: the client of the API keeps the one it finds. */
const server = vi.hoisted(() => {
  const run: Run = {
    id: "r1",
    name: "ink",
    baseVersionId: "m",
    batchGroups: 1,
    cancelRequested: false,
    createdAt: "2026-01-01T00:00:00Z",
    createdBy: "mei",
    learningRate: 0.0001,
    objective: "PL_DPO",
    rank: 4,
    seed: 1,
    snapshotId: "s",
    snapshotName: "spring",
    state: "QUEUED",
    step: 0,
    steps: 10,
  };
  const held = { run, slow: false };
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url, "http://x");
    const asked = /^\/api\/runs\/r1\/(cancel|resume)$/.exec(pathname)?.[1];
    if (asked !== undefined) {
      held.run = held.slow
        ? { ...held.run, cancelRequested: true }
        : { ...held.run, state: asked === "cancel" ? "CANCELLED" : "QUEUED" };
    }
    const answer = asked !== undefined || pathname === "/api/runs/r1" ? held.run : [];
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

function show() {
  const { client } = showPage({ "/runs/$runId": RunPage, "/snapshots/$snapshotId": undefined }, "/runs/r1");
  return client;
}

it("keeps the focus when a run starts, and beside its state when one button gives way to another", async () => {
  const client = show();
  const cancel = await button("Cancel");
  const place = cancel.parentElement;
  act(() => cancel.focus());
  server.run = { ...server.run, state: "RUNNING", startedAt: "2026-01-01T00:00:01Z" };
  await act(() => client.invalidateQueries());
  await screen.findByText("Running");
  expect(document.activeElement).toBe(cancel);

  fireEvent.click(cancel);
  const resume = await button("Resume");
  expect(document.activeElement).toBe(place);
  expect(place?.textContent).toBe("CancelledResume");

  act(() => resume.focus());
  fireEvent.click(resume);
  await button("Cancel");
  expect(document.activeElement).toBe(place);
});

it("can be cancelled again after somebody else resumed it", async () => {
  server.run = { ...server.run, state: "RUNNING" };
  const client = show();
  fireEvent.click(await button("Cancel"));
  await button("Resume");
  server.run = { ...server.run, state: "RUNNING" };
  await act(() => client.invalidateQueries());
  fireEvent.click(await button("Cancel"));
  await button("Resume");
});

it("tells everybody that a run is asked to end, until it has, and no longer once it was resumed", async () => {
  server.slow = true;
  server.run = { ...server.run, state: "RUNNING" };
  const client = show();
  fireEvent.click(await button("Cancel"));
  expect((await button("Cancelling")).getAttribute("aria-disabled")).toBe("true");
  // the page was not asked while it was cancelled
  server.run = { ...server.run, cancelRequested: false };
  await act(() => client.invalidateQueries());
  expect((await button("Cancel")).getAttribute("aria-disabled")).toBe("false");
});

it("says why a run failed, in the reader's language first", async () => {
  server.run = { ...server.run, state: "FAILED", error: "NO_ROOM: 2 GB are needed" };
  show();
  expect((await screen.findByRole("alert")).textContent).toBe("There is no room for this on the disk2 GB are needed");
});
