import { beforeEach, describe, expect, it, vi } from "vitest";
import { ProblemError } from "../src/api/problem";
import type { Assignment, Receipt, Vote } from "../src/rating/assignment";
import { choose } from "../src/rating/ballot";
import { visitor } from "../src/rating/rater";
import { type Ends, RatingSession } from "../src/rating/session";
import { pair } from "./tasks";

/** A server that can lose requests or answers. It keeps one vote for each assignment, unless that is taken back. */
class Server {
  readonly stored = new Map<string, Vote>();
  fault: "NONE" | "REQUEST_LOST" | "ANSWER_LOST" | "REFUSES" | "SIGNED_OUT" = "NONE";
  issued = 0;
  /** What comes with a receipt. */
  next: readonly Assignment[] = [];

  ask = async (count: number) => Array.from({ length: count }, () => pair(this.issued++));

  send = async (vote: Vote): Promise<Receipt> => {
    if (this.fault === "REFUSES") {
      throw new ProblemError({ title: "closed", status: 409, code: "CAMPAIGN_CLOSED" });
    }
    if (this.fault === "SIGNED_OUT") {
      throw new ProblemError({ title: "sign in first", status: 401, code: "NOT_SIGNED_IN" });
    }
    const again = this.stored.has(vote.voteId);
    const standing = [...this.stored.values()].findLast((each) => each.assignmentId === vote.assignmentId);
    if (!again && standing?.voteId !== vote.supersedes) {
      throw new ProblemError({ title: "already voted", status: 409, code: "ALREADY_VOTED" });
    }
    if (this.fault !== "REQUEST_LOST") {
      this.stored.set(vote.voteId, vote);
    }
    if (this.fault !== "NONE") {
      throw new ProblemError({ title: "", status: 0 });
    }
    return { voteId: vote.voteId, state: again ? "ALREADY_STORED" : "STORED", next: this.next };
  };
}

let server: Server;
let now: number;
/** How long the device slept, by the clock alone. */
let slept: number;
let released: string[];

const sit = (ends: Partial<Ends> = {}) => {
  const session = new RatingSession(
    {
      ask: server.ask,
      send: server.send,
      load: async (url) => `blob:${url}`,
      release: (pictures) => released.push(...pictures),
      storage: localStorage,
      campaignId: "c1",
      rater: visitor,
      onRaterChanged: () => undefined,
      now: () => now,
      clock: () => now + slept,
      ...ends,
    },
    5,
  );
  session.start();
  return session;
};

const picturesOf = (...numbers: number[]) =>
  numbers.flatMap((each) => [0, 1].map((slot) => `blob:/opaque/${each}/${slot}`));

const answered = ({ assignmentId }: Assignment) =>
  [...server.stored.values()].some((vote) => vote.assignmentId === assignmentId);

const settled = () => vi.advanceTimersByTimeAsync(0);

const answer = (session: RatingSession, choice: "LEFT" | "RIGHT") => {
  now += 3_000;
  session.change((ballot) => choose(ballot, choice), "KEY");
  return session.commit();
};

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  server = new Server();
  now = 1_000_000;
  slept = 0;
  released = [];
});

describe("a sitting", () => {
  it("shows the next assignment before the vote has arrived", async () => {
    server.fault = "REQUEST_LOST";
    const session = sit();
    await settled();
    expect(session.sitting().current?.assignment.assignmentId).toBe("assignment-0");
    expect(answer(session, "LEFT")).toBe(true);
    expect(session.sitting().current?.assignment.assignmentId).toBe("assignment-1");
    expect(session.sitting().pending).toBe(1);
  });

  it("stores a vote once though its first answers are lost", async () => {
    server.fault = "ANSWER_LOST";
    const session = sit();
    await settled();
    answer(session, "LEFT");
    await settled();
    server.fault = "NONE";
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.stored.size).toBe(1);
    expect(session.sitting().pending).toBe(0);
  });

  it("delivers after the page was closed and opened again", async () => {
    server.fault = "REQUEST_LOST";
    const before = sit();
    await settled();
    answer(before, "RIGHT");
    await settled();
    before.stop();
    server.fault = "NONE";
    const after = sit();
    await settled();
    expect([...server.stored.values()].map((vote) => vote.choice)).toEqual(["RIGHT"]);
    expect(after.sitting().pending).toBe(0);
  });

  it("passes over what was answered on the page before, whose vote was still on its way", async () => {
    server.ask = async () => [0, 1, 2].map(pair).filter((each) => !answered(each));
    server.fault = "REQUEST_LOST";
    const before = sit();
    await settled();
    answer(before, "LEFT");
    await settled();
    before.stop();
    server.fault = "NONE";
    const after = sit({
      ask: async (count) => {
        const dealt = await server.ask(count); // before the vote came
        await new Promise((come) => setTimeout(come, 100)); // it is acknowledged meanwhile
        return dealt;
      },
    });
    await vi.advanceTimersByTimeAsync(100);
    expect(after.sitting()).toMatchObject({ pending: 0, current: { assignment: { assignmentId: "assignment-1" } } });
    answer(after, "RIGHT");
    await settled();
    expect(after.sitting().refused).toBeUndefined();
    expect(server.stored.size).toBe(2);
  });

  it("shows no task of another campaign, whose vote was still on its way", async () => {
    server.fault = "REQUEST_LOST";
    const before = sit({ campaignId: "c2" });
    await settled();
    answer(before, "LEFT");
    await settled();
    before.stop();
    server.fault = "NONE";
    server.next = [pair(77)];
    const after = sit({ ask: async () => [] });
    await settled();
    expect(server.stored.size).toBe(1);
    expect(after.sitting()).toMatchObject({ pending: 0, state: "EMPTY", current: undefined });
  });

  it("measures the time from paint to answer and says how it was given", async () => {
    const session = sit();
    await settled();
    answer(session, "LEFT");
    await settled();
    expect([...server.stored.values()][0]).toMatchObject({ dwellMillis: 3_000, input: "KEY", token: "token-0" });
  });

  it("says a day of a page that was left open for longer", async () => {
    const session = sit();
    await settled();
    now += 3 * 86_400_000;
    answer(session, "LEFT");
    await settled();
    expect([...server.stored.values()][0]).toMatchObject({ dwellMillis: 86_400_000 });
  });

  it("takes an answer back by a vote that supersedes it", async () => {
    const session = sit();
    await settled();
    answer(session, "LEFT");
    await settled();
    session.undo();
    expect(session.sitting().current?.assignment.assignmentId).toBe("assignment-0");
    expect(session.sitting().ballot.choice).toBe("LEFT");
    answer(session, "RIGHT");
    await settled();
    const [first, second] = [...server.stored.values()];
    expect(second).toMatchObject({ assignmentId: "assignment-0", choice: "RIGHT", supersedes: first?.voteId });
    expect(second?.voteId).not.toBe(first?.voteId);
    expect(session.sitting().current?.assignment.assignmentId).toBe("assignment-1");
  });

  it("takes two answers back, one after the other, and both corrections arrive", async () => {
    const session = sit();
    await settled();
    answer(session, "LEFT");
    answer(session, "LEFT");
    await settled();
    session.undo();
    session.undo();
    answer(session, "RIGHT");
    expect(session.sitting().current?.assignment.assignmentId).toBe("assignment-1");
    expect(session.sitting()).toMatchObject({ correcting: true, ballot: { choice: "LEFT" }, done: 1 });
    answer(session, "RIGHT");
    await settled();
    expect(session.sitting()).toMatchObject({ refused: undefined, correcting: false, pending: 0, done: 2 });
    const votes = [...server.stored.values()];
    expect(votes.map((vote) => [vote.assignmentId, vote.choice])).toEqual([
      ["assignment-0", "LEFT"],
      ["assignment-1", "LEFT"],
      ["assignment-0", "RIGHT"],
      ["assignment-1", "RIGHT"],
    ]);
    expect(votes.slice(2).map((vote) => vote.supersedes)).toEqual(votes.slice(0, 2).map((vote) => vote.voteId));
    expect(session.sitting().current?.assignment.assignmentId).toBe("assignment-2");
  });

  it("keeps what was begun when an earlier answer is taken back", async () => {
    const session = sit();
    await settled();
    answer(session, "LEFT");
    session.change((ballot) => choose(ballot, "TIE"), "KEY");
    session.undo();
    answer(session, "RIGHT");
    expect(session.sitting()).toMatchObject({ correcting: false, ballot: { choice: "TIE" } });
  });

  it("says when a vote was refused and goes on", async () => {
    server.fault = "REFUSES";
    const session = sit();
    await settled();
    answer(session, "LEFT");
    await settled();
    expect(session.sitting().refused?.problem.code).toBe("CAMPAIGN_CLOSED");
    expect(session.sitting().pending).toBe(0);
    expect(session.sitting().current?.assignment.assignmentId).toBe("assignment-1");
  });

  it("keeps a vote while its rater is signed out", async () => {
    server.fault = "SIGNED_OUT";
    const session = sit();
    await settled();
    answer(session, "LEFT");
    await settled();
    expect(session.sitting().refused?.problem.code).toBe("NOT_SIGNED_IN");
    expect(session.sitting().pending).toBe(1);
    server.fault = "NONE";
    await vi.advanceTimersByTimeAsync(30_000);
    expect(server.stored.size).toBe(1);
    expect(session.sitting().pending).toBe(0);
    expect(session.sitting().refused).toBeUndefined();
  });

  it("does not take a second tap for an answer to the next pair", async () => {
    const session = sit();
    await settled();
    answer(session, "LEFT");
    session.change((ballot) => choose(ballot, "LEFT"), "TAP");
    expect(session.commit()).toBe(false);
  });

  it("refuses to send what is not answered", async () => {
    const session = sit();
    await settled();
    now += 3_000;
    expect(session.commit()).toBe(false);
    expect(server.stored.size).toBe(0);
  });

  it("goes on after a long pause with what the server hands out again", async () => {
    server.ask = async () => [0, 1, 2].map(pair).filter((each) => !answered(each));
    const session = sit({ load: (url) => new Promise((come) => setTimeout(() => come(`blob:${url}`), 100)) });
    await vi.advanceTimersByTimeAsync(100);
    now += 31 * 60_000;
    server.next = [pair(1), pair(2)]; // the receipt and the question both bring them; their pictures are still to come
    const states = new Set<string>();
    session.subscribe(() => states.add(session.sitting().state));
    answer(session, "LEFT");
    expect(session.sitting()).toMatchObject({ current: undefined, state: "LOADING" });
    expect(released).toEqual(picturesOf(1, 2));
    await vi.advanceTimersByTimeAsync(100);
    expect(session.sitting().current?.assignment.assignmentId).toBe("assignment-1");
    expect([...states]).not.toContain("EMPTY");
    answer(session, "LEFT");
    expect(session.sitting().current?.assignment.assignmentId).toBe("assignment-2");
  });

  it("counts the sleep of a device as part of a lease, not of a look", async () => {
    let dealt = [0, 1, 2, 3, 4];
    const session = sit({ ask: async () => dealt.map(pair) });
    await settled();
    slept = 31 * 60_000;
    dealt = [5, 6];
    answer(session, "LEFT");
    await settled();
    expect([...server.stored.values()][0]).toMatchObject({ dwellMillis: 3_000 });
    expect(released).toEqual(picturesOf(1, 2, 3, 4));
    expect(session.sitting().current?.assignment.assignmentId).toBe("assignment-5");
  });

  it("keeps at hand what was renewed meanwhile", async () => {
    const session = sit();
    await settled();
    now += 20 * 60_000;
    server.next = [pair(1), pair(2)];
    answer(session, "LEFT");
    await settled();
    now += 20 * 60_000;
    answer(session, "LEFT");
    expect(session.sitting().current?.assignment.assignmentId).toBe("assignment-2");
    expect(released).toEqual(picturesOf(3, 4));
  });

  it("leaves a correction all the time it takes", async () => {
    const session = sit();
    await settled();
    answer(session, "LEFT");
    answer(session, "LEFT");
    await settled();
    session.undo();
    session.undo();
    now += 31 * 60_000;
    answer(session, "RIGHT");
    expect(session.sitting().current?.assignment.assignmentId).toBe("assignment-1");
  });

  it("does not go by the date of the device", async () => {
    now = Date.parse("2040-01-01T00:00:00Z");
    const session = sit();
    await settled();
    expect(session.sitting().current?.assignment.assignmentId).toBe("assignment-0");
  });

  it("lets go of every picture when it stops, also of those that come later", async () => {
    const late: (() => void)[] = [];
    const load = (url: string) =>
      url.startsWith("/opaque/4")
        ? new Promise<string>((come) => late.push(() => come(`blob:${url}`)))
        : Promise.resolve(`blob:${url}`);
    const session = sit({ load });
    await settled();
    answer(session, "LEFT");
    session.stop();
    expect(released.toSorted()).toEqual(picturesOf(0, 1, 2, 3));
    for (const come of late) {
      come();
    }
    await settled();
    expect(released.toSorted()).toEqual(picturesOf(0, 1, 2, 3, 4));
  });

  it("begins anew after it was stopped", async () => {
    const session = sit();
    session.stop();
    session.start();
    await settled();
    expect(session.sitting().current?.assignment.assignmentId).toBe("assignment-0");
  });

  it("lets go of the picture whose neighbour did not come", async () => {
    const load = async (url: string) => {
      if (url === "/opaque/0/1") {
        throw new ProblemError({ title: "gone", status: 404, code: "IMAGE_GONE" });
      }
      return `blob:${url}`;
    };
    const session = sit({ load });
    await settled();
    expect(released).toEqual(["blob:/opaque/0/0"]);
    expect(session.sitting().current?.assignment.assignmentId).toBe("assignment-1");
  });

  it("never runs dry while the server has work", async () => {
    const session = sit();
    await settled();
    for (let i = 0; i < 30; i++) {
      expect(answer(session, "LEFT")).toBe(true);
      await settled();
    }
    expect(server.stored.size).toBe(30);
  });
});
