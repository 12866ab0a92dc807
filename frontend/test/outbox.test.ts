import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ProblemError } from "../src/api/problem";
import type { Assignment, Receipt, Vote } from "../src/rating/assignment";
import { choose } from "../src/rating/ballot";
import { visitor } from "../src/rating/rater";
import { type Ends, RatingSession } from "../src/rating/session";
import { pair, willing } from "./tasks";

let now: number;
let sent: Vote[];
let session: RatingSession;

const settled = () => vi.advanceTimersByTimeAsync(0);

const away: Ends["send"] = () => Promise.reject(new ProblemError({ title: "", status: 0 }));
const takes: Ends["send"] = async (said) => {
  sent.push(said);
  return { voteId: said.voteId, state: "STORED", next: [] };
};

const raterChanged = new ProblemError({ title: "another rater", status: 409, code: "RATER_CHANGED" });
const changed = () => Promise.reject(raterChanged);

/** A vote from an earlier page. */
const old = (voteId: string): Vote => ({
  voteId,
  assignmentId: `of-${voteId}`,
  token: "t",
  choice: "TIE",
  tags: [],
  dwellMillis: 900,
  input: "TAP",
});
let order = 0;
const keep = (voteId: string, more: { rater?: string; campaignId?: string; keptAt?: number }) => {
  order += 1;
  localStorage.setItem(`pinhua.vote.${voteId}`, JSON.stringify({ order, vote: old(voteId), ...more }));
};
const isKept = (voteId: string) => localStorage.getItem(`pinhua.vote.${voteId}`) !== null;

/** Deals as the server does: tasks whose votes are still to come are held like others, and first. */
const deals = (tasks: number, held: number): Ends["ask"] => {
  const all = Array.from({ length: tasks }, (_, number) => pair(number));
  const isOpen = (task: Assignment) => !sent.some(({ assignmentId }) => assignmentId === task.assignmentId);
  return async (count) => all.filter(isOpen).slice(0, Math.min(count, held));
};

/** A page of one and the same browser. */
const open = async (rater: string, ends: Partial<Ends>) => {
  session = new RatingSession({ ...willing(() => now), rater, ...ends }, 5);
  session.start();
  await settled();
};

const vote = async () => {
  now += 3_000;
  session.change((ballot) => choose(ballot, "LEFT"), "TAP");
  session.commit();
  await settled();
};

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  now = 1_000_000;
  sent = [];
});
afterEach(() => session.stop());

it.each([
  ["mei", visitor],
  [visitor, "mei"],
  ["mei", "lan"],
])("leaves what %s said to a page of theirs, when %s comes", async (one, other) => {
  await open(one, { send: away });
  await vote();
  session.stop();
  await open(other, { send: takes });
  expect(session.sitting().pending).toBe(0);
  session.stop();
  expect(sent).toEqual([]);
  await open(one, { send: takes });
  expect(sent).toHaveLength(1);
});

it("keeps all votes and tries no more once somebody else is signed in, of which the page is told", async () => {
  const told = vi.fn();
  const send = vi.fn(changed);
  keep("v1", { rater: "mei" });
  keep("v2", { rater: "mei" });
  await open("mei", { ask: async () => [], send, onRaterChanged: told });
  const tries = send.mock.calls.length;
  expect(told).toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(send).toHaveBeenCalledTimes(tries);
  expect(session.sitting()).toMatchObject({ pending: 2, refused: undefined });
  session.stop();
  await open("mei", { send: takes });
  expect(sent.map(({ voteId }) => voteId)).toEqual(["v1", "v2"]);
});

it("tells the page that its tasks are not for whoever is signed in, but none that has gone", async () => {
  const told = vi.fn();
  await open("mei", { ask: changed, onRaterChanged: told });
  expect(told).toHaveBeenCalledOnce();
  let refuse: (cause: unknown) => void = () => undefined;
  const ask: Ends["ask"] = () =>
    new Promise((_, reject) => {
      refuse = reject;
    });
  session.stop();
  await open("mei", { ask, onRaterChanged: told });
  session.stop();
  refuse(raterChanged);
  await settled();
  expect(told).toHaveBeenCalledOnce();
});

it.each(["RATER_UNKNOWN", "ASSIGNMENT_NOT_YOURS"])("refuses one vote, and sends the next: %s", async (code) => {
  const refused = new ProblemError({ title: "not yours", status: 403, code });
  keep("v1", { rater: "mei" });
  keep("v2", { rater: "mei" });
  await open("mei", { send: (said) => (said.voteId === "v1" ? Promise.reject(refused) : takes(said)) });
  expect(sent.map(({ voteId }) => voteId)).toEqual(["v2"]);
  expect(session.sitting()).toMatchObject({ pending: 0, refused });
});

it("sends nothing more once the page has gone, whatever becomes of what was under way", async () => {
  let end: (receipt: Promise<Receipt>) => void = () => undefined;
  const underWay = (_: Vote) =>
    new Promise<Receipt>((come) => {
      end = come;
    });
  const send = vi.fn(underWay);
  keep("v1", { rater: "mei" });
  keep("v2", { rater: "mei" });
  await open("mei", { ask: () => new Promise(() => undefined), send });
  session.stop();
  end(away(old("v1")));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(send).toHaveBeenCalledTimes(1);
  session.start();
  await settled();
  session.stop();
  end(takes(old("v1")));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(send).toHaveBeenCalledTimes(2);
});

it("goes on where its page is left and taken up again while a vote is under way", async () => {
  let end: (receipt: Promise<Receipt>) => void = () => undefined;
  const first = new Promise<Receipt>((come) => {
    end = come;
  });
  keep("v1", { rater: "mei" });
  keep("v2", { rater: "mei" });
  await open("mei", { send: (said) => (said.voteId === "v1" ? first : takes(said)) });
  session.stop();
  session.start();
  end(takes(old("v1")));
  await settled();
  expect(sent.map(({ voteId }) => voteId)).toEqual(["v1", "v2"]);
});

it("keeps what others said for 30 days, and what its own rater said for as long as it takes", async () => {
  const day = 86_400_000;
  now = 100 * day;
  keep("v1", { rater: "lan", keptAt: now - 31 * day });
  keep("v2", { rater: "lan", keptAt: now - 29 * day });
  keep("v3", { rater: "mei", keptAt: now - 31 * day });
  await open("mei", { send: away });
  expect(["v1", "v2", "v3"].filter(isKept)).toEqual(["v2", "v3"]);
});

it("writes down since when a vote is kept", async () => {
  await open("lan", { send: away });
  await vote();
  session.stop();
  now += 31 * 86_400_000;
  await open("mei", { send: takes });
  expect(localStorage.length).toBe(0);
});

it("sends what an earlier version kept, which did not write down whose it is", async () => {
  keep("v1", {});
  await open("mei", { send: takes });
  expect(sent).toEqual([old("v1")]);
});

it("looks again once it has sent what another tab was sending", async () => {
  let asked = 0;
  const ask: Ends["ask"] = async () => {
    asked += 1;
    if (asked === 1) {
      keep("v1", { rater: "mei", campaignId: "c1" });
    }
    return [];
  };
  await open("mei", { ask, send: takes });
  expect(session.sitting()).toMatchObject({ pending: 0, state: "EMPTY" });
  expect(asked).toBe(2);
});

it("goes on while votes are on their way, though the server deals first what they answer", async () => {
  await open("mei", { ask: deals(20, 10), send: away });
  for (let votes = 0; votes < 5; votes++) {
    await vote();
  }
  expect(session.sitting()).toMatchObject({ pending: 5, current: { assignment: pair(5) } });
});

it("says that nothing is left only once the votes have come and the server has dealt no more", async () => {
  let send = away;
  await open("mei", { ask: deals(6, 3), send: (said) => send(said) });
  for (let votes = 0; votes < 3; votes++) {
    await vote();
  }
  expect(session.sitting()).toMatchObject({ pending: 3, state: "LOADING", current: undefined });
  send = takes;
  await vi.advanceTimersByTimeAsync(30_000);
  expect(session.sitting()).toMatchObject({ pending: 0, state: "READY", current: { assignment: pair(3) } });
  for (let votes = 0; votes < 3; votes++) {
    await vote();
  }
  expect(session.sitting()).toMatchObject({ pending: 0, state: "EMPTY", current: undefined });
});

it("asks for no more at once than the server lets it", async () => {
  const counts: number[] = [];
  for (let kept = 0; kept < 60; kept++) {
    keep(`v${kept}`, {});
  }
  const ask: Ends["ask"] = async (count) => {
    counts.push(count);
    return [];
  };
  await open("mei", { ask, send: away });
  expect(counts).toEqual([50]);
});
