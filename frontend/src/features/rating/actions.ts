import type { Choice } from "../../rating/assignment";
import { callAllBad, choose, place, tieTheRest, tieWithLast, turnTag } from "../../rating/ballot";
import type { RatingSession } from "../../rating/session";
import { bodyTags, tagGroups } from "../../rating/tags";

/** What the keys mean just now: answering, or one of the small dialogs beside it. */
export type Mode = "RATE" | "LOOK" | "SKIP" | "GRID" | "KEYS" | "COMMENT";

export const skipReasons = ["UNSURE", "NOT_LOADED", "OFFENSIVE", "PROMPT_UNCLEAR", "OTHER"] as const;

export interface Desk {
  readonly session: RatingSession;
  readonly mode: Mode;
  readonly group: number | undefined;
  readonly setMode: (mode: Mode) => void;
  readonly setGroup: (group: number | undefined) => void;
}

type Label =
  | "place"
  | "tieLast"
  | "left"
  | "right"
  | "focusLeft"
  | "focusRight"
  | "tie"
  | "bothBad"
  | "tag"
  | "grid"
  | "gridDigit"
  | "skip"
  | "skipDigit"
  | "undo"
  | "look"
  | "lookNext"
  | "comment"
  | "commit"
  | "clear"
  | "keys";

interface Action {
  readonly label: Label;
  /** Physical keys, so that a Chinese input method cannot swallow them; the place in the list is passed on. */
  readonly codes: readonly string[];
  readonly caps: string;
  readonly mode?: Mode;
  readonly kind?: "PAIR" | "RANK_4";
  readonly shift?: boolean;
  readonly control?: boolean;
  readonly run: (desk: Desk, index: number) => void;
}

const digits = ["Digit1", "Digit2", "Digit3", "Digit4", "Digit5", "Digit6"];

const prefer = (choice: Choice) => (desk: Desk) => {
  if (desk.session.sitting().ballot.choice === choice) {
    desk.session.commit();
  } else {
    desk.session.change((ballot) => choose(ballot, choice), "KEY");
  }
};

const rank = (edit: typeof place) => (desk: Desk, index: number) => {
  desk.session.change((ballot) => edit(ballot, index), "KEY");
  desk.session.focusOn(index);
};

const moveFocus = (by: number) => (desk: Desk) => {
  const { current, focus } = desk.session.sitting();
  const count = current?.assignment.slots.length ?? 1;
  desk.session.focusOn((focus + by + count) % count);
};

const slots = (desk: Desk) => desk.session.sitting().current?.assignment.slots.length ?? 0;

const turn = (desk: Desk, code: string) => {
  const { focus } = desk.session.sitting();
  desk.session.change((ballot) => turnTag(ballot, focus, code), "KEY");
};

/** One row per thing a rater can do. */
export const actions: readonly Action[] = [
  { label: "place", kind: "RANK_4", codes: digits.slice(0, 4), caps: "1 – 4", run: rank(place) },
  { label: "tieLast", kind: "RANK_4", shift: true, codes: digits.slice(0, 4), caps: "⇧ 1 – 4", run: rank(tieWithLast) },
  { label: "left", kind: "PAIR", codes: ["ArrowLeft", "Digit1"], caps: "←", run: prefer("LEFT") },
  { label: "right", kind: "PAIR", codes: ["ArrowRight", "Digit2"], caps: "→", run: prefer("RIGHT") },
  { label: "focusLeft", kind: "RANK_4", codes: ["ArrowLeft"], caps: "←", run: moveFocus(-1) },
  { label: "focusRight", kind: "RANK_4", codes: ["ArrowRight"], caps: "→", run: moveFocus(1) },
  { label: "tie", kind: "PAIR", codes: ["KeyT", "ArrowDown"], caps: "T ↓", run: prefer("TIE") },
  {
    label: "tie",
    kind: "RANK_4",
    codes: ["KeyT", "ArrowDown"],
    caps: "T ↓",
    run: (desk) => desk.session.change((ballot) => tieTheRest(ballot, slots(desk)), "KEY"),
  },
  { label: "bothBad", kind: "PAIR", codes: ["KeyB"], caps: "B", run: prefer("BOTH_BAD") },
  {
    label: "bothBad",
    kind: "RANK_4",
    codes: ["KeyB"],
    caps: "B",
    run: (desk) => desk.session.change((ballot) => callAllBad(ballot, slots(desk)), "KEY"),
  },
  {
    label: "tag",
    codes: bodyTags.map((tag) => tag.key),
    caps: "Q W E A S D",
    run: (desk, index) => turn(desk, bodyTags[index]?.code ?? ""),
  },
  { label: "grid", codes: ["KeyG"], caps: "G", run: (desk) => desk.setMode("GRID") },
  {
    label: "gridDigit",
    mode: "GRID",
    codes: digits,
    caps: "1 – 6",
    run: (desk, index) => {
      if (desk.group === undefined) {
        desk.setGroup(tagGroups[index] === undefined ? undefined : index);
        return;
      }
      const tag = tagGroups[desk.group]?.tags[index];
      if (tag !== undefined) {
        turn(desk, tag.code);
      }
    },
  },
  { label: "look", codes: ["KeyX"], caps: "X", run: (desk) => desk.setMode("LOOK") },
  { label: "lookNext", mode: "LOOK", codes: ["KeyX", "ArrowRight"], caps: "X →", run: moveFocus(1) },
  { label: "comment", codes: ["KeyN"], caps: "N", run: (desk) => desk.setMode("COMMENT") },
  { label: "skip", codes: ["Space"], caps: "␣", run: (desk) => desk.setMode("SKIP") },
  {
    label: "skipDigit",
    mode: "SKIP",
    codes: digits.slice(0, skipReasons.length),
    caps: "1 – 5",
    run: (desk, index) => {
      desk.session.skip(skipReasons[index] ?? "OTHER");
      desk.setMode("RATE");
    },
  },
  { label: "undo", codes: ["KeyZ"], caps: "Z", run: (desk) => desk.session.undo() },
  { label: "undo", control: true, codes: ["KeyZ"], caps: "Ctrl Z", run: (desk) => desk.session.undo() },
  { label: "commit", codes: ["Enter", "NumpadEnter"], caps: "↵", run: (desk) => void desk.session.commit() },
  { label: "clear", codes: ["Escape"], caps: "Esc", run: (desk) => desk.session.clear() },
  { label: "keys", shift: true, codes: ["Slash"], caps: "?", run: (desk) => desk.setMode("KEYS") },
];

export interface Press {
  readonly code: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly isComposing: boolean;
}

/** Does what a key means now; false when it means nothing here. */
export function act(press: Press, desk: Desk): boolean {
  if (press.isComposing || press.altKey) {
    return false;
  }
  if (desk.mode !== "RATE" && press.code === "Escape") {
    desk.setGroup(undefined);
    desk.setMode("RATE");
    return true;
  }
  const kind = desk.session.sitting().current?.assignment.taskKind;
  const action = actions.find(
    (each) =>
      (each.mode ?? "RATE") === desk.mode &&
      (each.kind === undefined || each.kind === kind) &&
      (each.shift ?? false) === press.shiftKey &&
      (each.control ?? false) === (press.ctrlKey || press.metaKey) &&
      each.codes.includes(press.code),
  );
  action?.run(desk, action.codes.indexOf(press.code));
  return action !== undefined;
}
