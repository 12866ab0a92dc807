import { array, assert, constantFrom, integer, property, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import type { Assignment } from "../src/rating/assignment";
import {
  answerOf,
  callAllBad,
  choose,
  emptyBallot,
  isComplete,
  place,
  rankOf,
  ranks,
  tieTheRest,
  tieWithLast,
  turnTag,
} from "../src/rating/ballot";

const four: Assignment = {
  assignmentId: "a",
  token: "t",
  taskKind: "RANK_4",
  question: "q",
  prompt: "p",
  leaseSeconds: 1_800,
  slots: [0, 1, 2, 3].map((slot) => ({ slot, imageUrl: `/${slot}` })),
};

describe("ranking four", () => {
  it("gives ranks in the order of the keys", () => {
    const ballot = [2, 0, 3, 1].reduce(place, emptyBallot);
    expect(ranks(ballot, 4)).toEqual([2, 4, 1, 3]);
  });

  it("needs no key for the last one", () => {
    const ballot = [2, 0, 3].reduce(place, emptyBallot);
    expect(ranks(ballot, 4)).toEqual([2, 4, 1, 3]);
    expect(isComplete(ballot, four)).toBe(true);
  });

  it("counts ties as in sports", () => {
    const ballot = place(tieWithLast(place(place(emptyBallot, 0), 1), 2), 3);
    expect(ranks(ballot, 4)).toEqual([1, 2, 2, 4]);
    expect(rankOf(ballot, 3)).toBe(4);
  });

  it("takes a rank back on the second press and closes the gap", () => {
    const ballot = place([0, 1, 2].reduce(place, emptyBallot), 0);
    expect(rankOf(ballot, 1)).toBe(1);
    expect(rankOf(ballot, 0)).toBeUndefined();
    expect(isComplete(ballot, four)).toBe(false);
  });

  it("ties all that is left", () => {
    expect(ranks(tieTheRest(place(emptyBallot, 3), 4), 4)).toEqual([2, 2, 2, 1]);
  });

  it("says all bad with equal ranks, and takes it back", () => {
    const bad = callAllBad(emptyBallot, 4);
    expect(answerOf(bad, four)).toMatchObject({ ranks: [1, 1, 1, 1], allBad: true });
    expect(callAllBad(bad, 4)).toEqual(emptyBallot);
    expect(answerOf(place(bad, 0), four)).toMatchObject({ ranks: [4, 1, 1, 1], allBad: false });
  });

  it("always yields ranks a sports table could show", () => {
    const edits = array(tuple(constantFrom(place, tieWithLast), integer({ min: 0, max: 3 })), { maxLength: 12 });
    assert(
      property(edits, (list) => {
        const ballot = list.reduce((before, [edit, slot]) => edit(before, slot), emptyBallot);
        const order = ranks(tieTheRest(ballot, 4), 4);
        expect(order).toBeDefined();
        for (const rank of order ?? []) {
          expect(rank).toBe(1 + (order ?? []).filter((other) => other < rank).length);
        }
      }),
    );
  });
});

describe("answers", () => {
  it("turns a tag through its degrees and off again", () => {
    let ballot = emptyBallot;
    const seen = [1, 2, 3, 4].map(() => {
      ballot = turnTag(ballot, 1, "BODY.HAND");
      return ballot.tags[0]?.severity;
    });
    expect(seen).toEqual([1, 2, 3, undefined]);
  });

  it("keeps tags in the slots of the screen", () => {
    const shifted = { ...four, slots: [7, 8, 9, 10].map((slot) => ({ slot, imageUrl: "/" })) };
    const ballot = turnTag([0, 1, 2].reduce(place, emptyBallot), 2, "ART.BLUR");
    expect(answerOf(ballot, shifted).tags).toEqual([{ slot: 9, code: "ART.BLUR", severity: 1 }]);
  });

  it("answers a pair by its choice alone", () => {
    const pair: Assignment = { ...four, taskKind: "PAIR", slots: four.slots.slice(0, 2) };
    expect(isComplete(emptyBallot, pair)).toBe(false);
    expect(answerOf(choose(emptyBallot, "TIE"), pair)).toEqual({ choice: "TIE", tags: [] });
  });
});
