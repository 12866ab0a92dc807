import type { Assignment, Choice, Tag, Vote } from "./assignment";

/** What a rater has said about a task so far. `places` are groups of equal slots, the best group first. */
export interface Ballot {
  readonly choice?: Choice | undefined;
  readonly places: readonly (readonly number[])[];
  readonly allBad: boolean;
  readonly tags: readonly Tag[];
  readonly comment: string;
}

export const emptyBallot: Ballot = { places: [], allBad: false, tags: [], comment: "" };

/** Gives the next rank to a slot; a slot that has one loses it. */
export function place(ballot: Ballot, slot: number): Ballot {
  const placed = ballot.places.some((group) => group.includes(slot));
  return { ...without(ballot, slot), ...(placed ? {} : { places: [...ballot.places, [slot]] }), allBad: false };
}

/** Puts a slot on the rank given last. */
export function tieWithLast(ballot: Ballot, slot: number): Ballot {
  const rest = without(ballot, slot);
  const last = rest.places.at(-1);
  if (last === undefined) {
    return place(rest, slot);
  }
  return { ...rest, places: [...rest.places.slice(0, -1), [...last, slot]], allBad: false };
}

/** Puts all slots without a rank on the next one. */
export function tieTheRest(ballot: Ballot, slots: number): Ballot {
  const rest = unplaced(ballot, slots);
  return rest.length === 0 ? ballot : { ...ballot, places: [...ballot.places, rest], allBad: false };
}

export function callAllBad(ballot: Ballot, slots: number): Ballot {
  return { ...ballot, allBad: !ballot.allBad, places: ballot.allBad ? [] : [range(slots)] };
}

export function choose(ballot: Ballot, choice: Choice): Ballot {
  return { ...ballot, choice };
}

/** Turns a defect tag one degree further: none, minor, obvious, serious, none. */
export function turnTag(ballot: Ballot, slot: number, code: string): Ballot {
  const severity = (severityOf(ballot, slot, code) + 1) % 4;
  const others = ballot.tags.filter((tag) => tag.slot !== slot || tag.code !== code);
  return { ...ballot, tags: severity === 0 ? others : [...others, { slot, code, severity }] };
}

export function severityOf(ballot: Ballot, slot: number, code: string): number {
  return ballot.tags.find((tag) => tag.slot === slot && tag.code === code)?.severity ?? 0;
}

/** The rank of each slot, counted as in sports: 1, 2, 2, 4. The last one left over needs no key. */
export function ranks(ballot: Ballot, slots: number): number[] | undefined {
  const left = unplaced(ballot, slots);
  if (left.length > 1) {
    return undefined;
  }
  const groups = left.length === 1 ? [...ballot.places, left] : ballot.places;
  const result = new Array<number>(slots).fill(0);
  let rank = 1;
  for (const group of groups) {
    for (const slot of group) {
      result[slot] = rank;
    }
    rank += group.length;
  }
  return result;
}

/** The rank already given to a slot, to be shown on it. */
export function rankOf(ballot: Ballot, slot: number): number | undefined {
  let rank = 1;
  for (const group of ballot.places) {
    if (group.includes(slot)) {
      return rank;
    }
    rank += group.length;
  }
  return undefined;
}

export function isComplete(ballot: Ballot, assignment: Assignment): boolean {
  return assignment.taskKind === "PAIR"
    ? ballot.choice !== undefined
    : ballot.allBad || ranks(ballot, assignment.slots.length) !== undefined;
}

export const isUntouched = (ballot: Ballot): boolean =>
  ballot.choice === undefined && ballot.places.length === 0 && ballot.tags.length === 0 && ballot.comment === "";

/** The part of a vote that the ballot decides. */
export function answerOf(
  ballot: Ballot,
  assignment: Assignment,
): Pick<Vote, "choice" | "ranks" | "allBad" | "tags" | "comment"> {
  const slots = assignment.slots;
  const tags = ballot.tags.map((tag) => ({ ...tag, slot: slots[tag.slot]?.slot ?? tag.slot }));
  const said = ballot.comment.trim() === "" ? { tags } : { tags, comment: ballot.comment.trim() };
  if (assignment.taskKind === "PAIR") {
    return ballot.choice === undefined ? said : { ...said, choice: ballot.choice };
  }
  const order = ranks(ballot, slots.length);
  return order === undefined ? said : { ...said, ranks: order, allBad: ballot.allBad };
}

function without(ballot: Ballot, slot: number): Ballot {
  const places = ballot.places
    .map((group) => group.filter((each) => each !== slot))
    .filter((group) => group.length > 0);
  return { ...ballot, places };
}

const unplaced = (ballot: Ballot, slots: number): number[] =>
  range(slots).filter((slot) => !ballot.places.some((group) => group.includes(slot)));

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
