import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ProblemError } from "../src/api/problem";
import type { Assignment, Vote } from "../src/rating/assignment";
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

/** Deals as the server does: tasks whose votes are still to come are held like others, and first. */
const deals = (tasks: number, held: number): Ends["ask"] => {
  const all = Array.from({ length: tasks }, (_, number) => pair(number));
  const isOpen = (task: Assignment) => !sent.some(({ assignmentId }) => assignmentId === task.assignmentId);
  return async (count) => all.filter(isOpen).slice(0, Math.min(count, held));
};

/** A page of one and the same browser. */
const open = async (rater: string, ends: Partial<Ends>) => {
  session = new RatingSession({ ...willing(() => now), rater, raterHere: async () => rater, ...ends }, 5);
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

it.each(["RATER_UNKNOWN", "ASSIGNMENT_NOT_YOURS"])("keeps a vote that was taken for another's: %s", async (code) => {
  let here = "lan"; // signed in beside the page
  const refuses: Ends["send"] = () => Promise.reject(new ProblemError({ title: "not yours", status: 403, code }));
  const send: Ends["send"] = (said) => (here === "mei" ? takes(said) : refuses(said));
  await open("mei", { send, raterHere: async () => here });
  await vote();
  expect(session.sitting()).toMatchObject({ pending: 1, refused: undefined });
  here = "mei";
  await vi.advanceTimersByTimeAsync(30_000);
  expect(sent).toHaveLength(1);
  expect(session.sitting().pending).toBe(0);
});

it("keeps a vote of which nobody can say whether it was taken for another's", async () => {
  const send: Ends["send"] = () =>
    Promise.reject(new ProblemError({ title: "not yours", status: 403, code: "ASSIGNMENT_NOT_YOURS" }));
  await open("mei", { send, raterHere: () => Promise.reject(new ProblemError({ title: "", status: 0 })) });
  await vote();
  expect(session.sitting()).toMatchObject({ pending: 1, refused: undefined });
});

it("sends what an earlier version kept, which did not write down whose it is", async () => {
  const old = { voteId: "v1", assignmentId: "a1", token: "t", choice: "TIE", tags: [], dwellMillis: 900, input: "TAP" };
  localStorage.setItem("pinhua.vote.v1", JSON.stringify({ order: 1, vote: old }));
  await open("mei", { send: takes });
  expect(sent).toEqual([old]);
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
    const old = { voteId: `v${kept}`, assignmentId: `a${kept}`, token: "t", tags: [], dwellMillis: 900, input: "TAP" };
    localStorage.setItem(`pinhua.vote.${old.voteId}`, JSON.stringify({ order: kept, vote: old }));
  }
  const ask: Ends["ask"] = async (count) => {
    counts.push(count);
    return [];
  };
  await open("mei", { ask, send: away });
  expect(counts).toEqual([50]);
});
