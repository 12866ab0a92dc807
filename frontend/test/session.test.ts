import { beforeEach, describe, expect, it, vi } from "vitest";
import { ProblemError } from "../src/api/problem";
import type { Receipt, Vote } from "../src/rating/assignment";
import { choose } from "../src/rating/ballot";
import { RatingSession } from "../src/rating/session";
import { pair } from "./tasks";

/** A server that can lose requests or answers. It keeps one vote for each assignment, unless that is taken back. */
class Server {
  readonly stored = new Map<string, Vote>();
  fault: "NONE" | "REQUEST_LOST" | "ANSWER_LOST" | "REFUSES" | "SIGNED_OUT" = "NONE";
  issued = 0;

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
    return { voteId: vote.voteId, state: again ? "ALREADY_STORED" : "STORED", next: [] };
  };
}

let server: Server;
let now: number;

const sit = () => {
  const session = new RatingSession(
    {
      ask: server.ask,
      send: server.send,
      load: async (url) => `blob:${url}`,
      release: () => undefined,
      storage: localStorage,
      now: () => now,
    },
    5,
  );
  session.start();
  return session;
};

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

  it("measures the time from paint to answer and says how it was given", async () => {
    const session = sit();
    await settled();
    answer(session, "LEFT");
    await settled();
    expect([...server.stored.values()][0]).toMatchObject({ dwellMillis: 3_000, input: "KEY", token: "token-0" });
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

  it("leaves out assignments whose lease is over", async () => {
    const session = sit();
    await settled();
    now = Date.parse("2031-01-01T00:00:00Z");
    session.skip("UNSURE");
    expect(session.sitting().current).toBeUndefined();
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
