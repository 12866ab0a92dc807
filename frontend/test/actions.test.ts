import { beforeEach, describe, expect, it, vi } from "vitest";
import { act, actions, type Desk, type Mode, type Press } from "../src/features/rating/actions";
import { readText } from "../src/prompts/textFile";
import type { Assignment, Vote } from "../src/rating/assignment";
import { ranks, severityOf } from "../src/rating/ballot";
import { visitor } from "../src/rating/rater";
import { RatingSession } from "../src/rating/session";

const task = (taskKind: "PAIR" | "RANK_4", number: number): Assignment => ({
  assignmentId: `a${number}`,
  token: "t",
  taskKind,
  question: "q",
  prompt: "p",
  slots: Array.from({ length: taskKind === "PAIR" ? 2 : 4 }, (_, slot) => ({ slot, imageUrl: `/${slot}` })),
  leaseSeconds: 1_800,
});

let votes: Vote[];
let mode: Mode;
let group: number | undefined;
let now: number;

async function sit(kind: "PAIR" | "RANK_4") {
  let issued = 0;
  const session = new RatingSession(
    {
      ask: async (count) => Array.from({ length: count }, () => task(kind, issued++)),
      send: async (vote) => {
        votes.push(vote);
        return { voteId: vote.voteId, state: "STORED", next: [] };
      },
      load: async (url) => url,
      release: () => undefined,
      storage: localStorage,
      campaignId: "c1",
      rater: visitor,
      onRaterChanged: () => undefined,
      now: () => now,
      clock: () => now,
    },
    5,
  );
  session.start();
  await vi.advanceTimersByTimeAsync(0);
  now += 1_000;
  const press = (code: string, more: Partial<Press> = {}) => {
    const desk: Desk = {
      session,
      mode,
      group,
      setMode: (next) => {
        mode = next;
      },
      setGroup: (next) => {
        group = next;
      },
    };
    const none = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, isComposing: false };
    return act({ code, ...none, ...more }, desk);
  };
  return { session, press };
}

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  votes = [];
  mode = "RATE";
  group = undefined;
  now = 1_000_000;
});

describe("keys over four pictures", () => {
  it("rank, tie and commit", async () => {
    const { session, press } = await sit("RANK_4");
    press("Digit3");
    press("Digit1");
    press("Digit2", { shiftKey: true });
    expect(ranks(session.sitting().ballot, 4)).toEqual([2, 2, 1, 4]);
    press("Enter");
    await vi.advanceTimersByTimeAsync(0);
    expect(votes[0]).toMatchObject({ ranks: [2, 2, 1, 4], allBad: false, input: "KEY" });
  });

  it("tag the picture in focus, one degree a press", async () => {
    const { session, press } = await sit("RANK_4");
    press("ArrowRight");
    press("KeyE");
    press("KeyE");
    expect(severityOf(session.sitting().ballot, 1, "BODY.HAND")).toBe(2);
  });

  it("reach every tag through its group", async () => {
    const { session, press } = await sit("RANK_4");
    press("KeyG");
    expect(mode).toBe("GRID");
    press("Digit4");
    press("Digit1");
    press("Escape");
    expect(severityOf(session.sitting().ballot, 0, "ART.BLUR")).toBe(1);
    expect(mode).toBe("RATE");
  });

  it("do nothing while an input method composes", async () => {
    const { session, press } = await sit("RANK_4");
    expect(press("Digit1", { isComposing: true })).toBe(false);
    expect(session.sitting().ballot.places).toEqual([]);
  });
});

describe("keys over a pair", () => {
  it("prefer a side, and commit by the same key again", async () => {
    const { press } = await sit("PAIR");
    press("ArrowRight");
    press("ArrowRight");
    await vi.advanceTimersByTimeAsync(0);
    expect(votes[0]).toMatchObject({ choice: "RIGHT" });
  });

  it("skip only with a reason", async () => {
    const { press } = await sit("PAIR");
    press("Space");
    expect([mode, votes]).toEqual(["SKIP", []]);
    press("Digit4");
    await vi.advanceTimersByTimeAsync(0);
    expect(votes[0]).toMatchObject({ skipReason: "PROMPT_UNCLEAR", tags: [] });
    expect(votes[0]).not.toHaveProperty("choice");
  });

  it("take back with Z and with Ctrl Z", async () => {
    const { session, press } = await sit("PAIR");
    press("KeyB");
    press("KeyB");
    press("KeyZ", { ctrlKey: true });
    expect(session.sitting()).toMatchObject({ correcting: true, ballot: { choice: "BOTH_BAD" } });
  });
});

it("gives no key two meanings at once", () => {
  const uses = actions.flatMap((action) =>
    (action.kind === undefined ? ["PAIR", "RANK_4"] : [action.kind]).flatMap((kind) =>
      action.codes.map((code) =>
        [action.mode ?? "RATE", kind, action.shift === true, action.control === true, code].join(),
      ),
    ),
  );
  expect(uses.length).toBeGreaterThan(40);
  expect(new Set(uses).size).toBe(uses.length);
});

it("reads prompts that a Chinese spreadsheet wrote", async () => {
  const gbk = new Uint8Array([0xd2, 0xb9, 0xbf, 0xd5]);
  expect(await readText(new Blob([gbk]))).toBe("夜空");
  expect(await readText(new Blob(["夜空"]))).toBe("夜空");
});
