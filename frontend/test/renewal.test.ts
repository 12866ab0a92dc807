import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ProblemError } from "../src/api/problem";
import { choose } from "../src/rating/ballot";
import { type Ends, RatingSession } from "../src/rating/session";
import { pair, willing } from "./tasks";

const longerThanALease = 31 * 60_000;

let now: number;
let released: string[];
let session: RatingSession;

const settled = () => vi.advanceTimersByTimeAsync(0);

const sit = async (ends: Partial<Ends>) => {
  const release = (pictures: readonly string[]) => void released.push(...pictures);
  session = new RatingSession({ ...willing(() => now), release, ...ends }, 5);
  session.start();
  await settled();
};

/** The page is in sight again. */
const comeBack = async () => {
  document.dispatchEvent(new Event("visibilitychange"));
  await settled();
};

const shown = () => session.sitting().current?.assignment.assignmentId;

const picturesOf = (...numbers: number[]) =>
  numbers.flatMap((number) => pair(number).slots.map(({ imageUrl }) => imageUrl));

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  now = 1_000_000;
  released = [];
});
afterEach(() => session.stop());

it("renews the lease of the task on screen when the page comes back after it was over", async () => {
  let asked = 0;
  await sit({
    ask: async () => {
      asked += 1;
      return [0, 1].map(pair);
    },
  });
  now += longerThanALease;
  await comeBack();
  await comeBack();
  expect(asked).toBe(2);
  expect(shown()).toBe("assignment-0");
  session.change((ballot) => choose(ballot, "LEFT"), "TAP");
  session.commit();
  expect(shown(), "what waited was renewed, too").toBe("assignment-1");
  expect(released).toEqual([]);
});

it("shows another task when others have the one on screen, unless something is said about it", async () => {
  let dealt = [0, 1];
  await sit({ ask: async () => dealt.map(pair) });
  dealt = [2, 3];
  now += longerThanALease;
  await comeBack();
  expect(shown()).toBe("assignment-2");
  expect(released).toEqual(picturesOf(0, 1));
  session.change((ballot) => choose(ballot, "LEFT"), "TAP");
  dealt = [4];
  now += longerThanALease;
  await comeBack();
  expect(shown()).toBe("assignment-2");
  expect(session.sitting().ballot.choice).toBe("LEFT");
});

it("keeps the task on screen while nobody can be asked about it", async () => {
  let ask: Ends["ask"] = async () => [pair(0)];
  await sit({ ask: (count) => ask(count) });
  ask = () => Promise.reject(new ProblemError({ title: "", status: 0 }));
  now += longerThanALease;
  await comeBack();
  expect([session.sitting().state, shown()]).toEqual(["READY", "assignment-0"]);
  ask = async () => [pair(1)];
  await comeBack();
  expect(shown()).toBe("assignment-1");
});

it("renews a lease before the vote on a page that was in sight all the while", async () => {
  const order: string[] = [];
  await sit({
    ask: async () => {
      await new Promise((come) => setTimeout(come, 100));
      order.push("dealt");
      return [pair(0)];
    },
    send: async ({ voteId }) => {
      order.push("vote");
      return { voteId, state: "STORED", next: [] };
    },
  });
  await vi.advanceTimersByTimeAsync(100);
  order.length = 0;
  now += longerThanALease;
  session.change((ballot) => choose(ballot, "LEFT"), "TAP");
  session.commit();
  await vi.advanceTimersByTimeAsync(100);
  expect(order[0]).toBe("dealt");
  expect(order).toContain("vote");
});
