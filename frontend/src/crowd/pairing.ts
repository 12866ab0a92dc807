import type { Assignment, Choice, SkipReason } from "../rating/assignment";
import { choose, isComplete, place, rankOf } from "../rating/ballot";
import type { FeedState, Ready } from "../rating/feed";
import { keysAreOn, turnKeys } from "../rating/keys";
import type { RatingSession, Sitting } from "../rating/session";
import { ask } from "./ask";
import { focusHeading, make } from "./dom";
import { message } from "./message";
import { refusalOf } from "./refusal";
import type { Texts } from "./texts";

const batch = 5;
const sides = ["LEFT", "RIGHT"] as const;

/** `SENDING`: what comes next is not known before the votes have come. */
type Shown = Ready | FeedState | "SENDING" | "THANKS";

/** The page of one visitor: two pictures, a tap to choose, a tap to confirm. */
export class Pairing {
  /** Stays in the page, whatever else is shown: what comes into the page with its words is not read out. */
  private readonly spoken = make("output", { className: "quiet", aria: { live: "polite" } });
  /** Of its own, so that what it says is not said again with each choice. */
  private readonly warned = make("output", { className: "quiet", aria: { live: "polite" } });
  readonly element = make("div", { className: "pairing" }, this.spoken, this.warned);
  private readonly stopListening: () => void;
  private shown: Shown | undefined;
  private batchesDone = 0;
  /** Asks why the task on screen is skipped. */
  private reasons: HTMLDialogElement | undefined;

  constructor(
    private readonly session: RatingSession,
    private readonly words: Texts,
    private readonly failure: (cause: unknown, retry: () => void) => HTMLElement,
    private readonly wayOut: () => HTMLElement,
  ) {
    this.stopListening = session.subscribe(() => this.render());
    addEventListener("keydown", this.onKey);
    addEventListener("online", this.onNetwork);
    addEventListener("offline", this.onNetwork);
    this.render();
  }

  close(): void {
    this.stopListening();
    removeEventListener("keydown", this.onKey);
    removeEventListener("online", this.onNetwork);
    removeEventListener("offline", this.onNetwork);
  }

  private render(): void {
    const sitting = this.session.sitting();
    say(this.warned, this.warnings(sitting).join(" · "));
    if (sitting.done >= (this.batchesDone + 1) * batch) {
      this.pause(sitting);
    } else if (sitting.current === undefined) {
      const sending = sitting.state === "LOADING" && sitting.pending > 0;
      this.show(sending ? "SENDING" : sitting.state, () => [sending ? this.onTheirWay() : this.waiting(sitting)]);
      this.tellPending(sitting);
    } else {
      const { current } = sitting;
      this.show(current, () => this.sheet(current));
      this.update(sitting, current);
    }
  }

  /**
   * Puts something else in the place of what is there. With that the focus would go, to the top of the page; it goes to
   * the new heading, which says what is here now.
   */
  private show(what: Shown, made: () => readonly HTMLElement[]): void {
    if (this.shown === what) {
      return;
    }
    this.shown = what;
    this.reasons?.close(); // before the focus is looked for: it goes back to where it was
    const focused = document.activeElement;
    const free = this.element.contains(focused) || focused?.contains(this.element) === true;
    for (const old of [...this.element.children]) {
      if (old !== this.spoken && old !== this.warned) {
        old.remove();
      }
    }
    this.spoken.before(...made());
    say(this.spoken, "");
    if (free) {
      focusHeading(this.element);
    }
  }

  /** Five are done: thanks, and the choice to go on. */
  private pause(sitting: Sitting): void {
    if (this.shown === "THANKS") {
      return;
    }
    const more = make("button", { className: "confirm thanks", type: "button" }, this.words.again);
    more.onclick = () => {
      this.batchesDone += 1;
      this.render();
    };
    const { thanksTitle, thanks } = this.words;
    this.show("THANKS", () => [message({ title: thanksTitle, text: thanks(sitting.done) }, more, this.wayOut())]);
    more.focus();
  }

  private waiting(sitting: Sitting): HTMLElement {
    if (sitting.state === "FAILED") {
      return this.failure(sitting.error, () => this.session.retry());
    }
    return sitting.state === "EMPTY"
      ? message({ title: this.words.emptyTitle, text: this.words.empty }, this.wayOut())
      : message({ title: this.words.loading });
  }

  /** Nobody knows how long that takes: there is the way out. */
  private onTheirWay(): HTMLElement {
    return message({ title: this.words.loading }, make("p", { id: "pending" }), this.wayOut());
  }

  private tellPending(sitting: Sitting): void {
    const pending = this.find("pending");
    if (pending !== undefined) {
      say(pending, [this.words.pending(sitting.pending), ...this.warnings(sitting)].join(" · "));
    }
  }

  /** An assignment to be answered; all its pictures are decoded, so they appear in one frame. */
  private sheet({ assignment, pictures }: Ready): readonly HTMLElement[] {
    const { words, session } = this;
    const tiles = pictures.map((url, slot) =>
      make(
        "button",
        { className: "picture", type: "button", onclick: () => this.tap(slot) },
        make("img", { src: url, alt: words.candidate(slot + 1), draggable: false }),
        make("span", { className: "badge", ariaHidden: "true" }),
      ),
    );
    const plain = (text: string, id: string, onclick: () => void) =>
      make("button", { className: "plain", type: "button", id, onclick }, text);
    return [
      make(
        "main",
        { className: "task" },
        make(
          "div",
          { className: "ask" },
          make("p", { className: "question" }, assignment.question),
          make("h1", {}, assignment.prompt),
        ),
        make("div", { className: pictures.length > 2 ? "stage four" : "stage" }, ...tiles),
      ),
      make(
        "footer",
        { className: "bar" },
        make("button", { className: "confirm", type: "button", id: "confirm", onclick: () => this.confirm() }),
        make(
          "div",
          { className: "others" },
          ...(assignment.taskKind === "PAIR"
            ? [
                plain(words.tie, "TIE", () => this.choose("TIE", "TAP")),
                plain(words.bothBad, "BOTH_BAD", () => this.choose("BOTH_BAD", "TAP")),
              ]
            : []),
          plain(words.skip, "skip", () => this.askReason()),
        ),
        make(
          "div",
          { className: "state" },
          make("span", { id: "progress" }),
          make(
            "button",
            { className: "undo keys", type: "button", id: "keys", onclick: () => this.turnKeys() },
            words.keys,
          ),
          make("button", { className: "undo", type: "button", id: "undo", onclick: () => session.undo() }, words.undo),
        ),
        make("p", { className: "consent" }, words.consent, " ", this.wayOut()),
      ),
    ];
  }

  private update(sitting: Sitting, current: Ready): void {
    const { words } = this;
    const { ballot } = sitting;
    const pair = current.assignment.taskKind === "PAIR";
    this.element.querySelectorAll<HTMLElement>(".picture").forEach((tile, slot) => {
      const rank = rankOf(ballot, slot);
      const chosen = pair ? ballot.choice === sides[slot] : rank !== undefined;
      tile.setAttribute("aria-pressed", String(chosen));
      const badge = tile.querySelector(".badge");
      if (badge !== null) {
        badge.textContent = pair ? (chosen ? "✓" : "") : String(rank ?? "");
      }
    });
    for (const choice of ["TIE", "BOTH_BAD"] as const) {
      this.find(choice)?.setAttribute("aria-pressed", String(ballot.choice === choice));
    }
    const confirm = this.find<HTMLButtonElement>("confirm");
    if (confirm !== undefined) {
      const complete = isComplete(ballot, current.assignment);
      confirm.disabled = !complete;
      const picked = ballot.choice === "LEFT" || ballot.choice === "RIGHT";
      confirm.textContent = complete
        ? picked
          ? words.confirm
          : words.confirmOther
        : pair
          ? words.choosePair
          : words.chooseRank;
    }
    this.find("keys")?.setAttribute("aria-pressed", String(keysAreOn()));
    const undo = this.find<HTMLButtonElement>("undo");
    if (undo !== undefined) {
      undo.hidden = !sitting.canUndo;
    }
    this.tell(sitting, pair);
  }

  private tell(sitting: Sitting, pair: boolean): void {
    const { words } = this;
    const { ballot } = sitting;
    const progress = this.find("progress");
    if (progress !== undefined) {
      const facts = [words.progress(Math.max(0, sitting.done - this.batchesDone * batch), batch)];
      if (navigator.onLine && sitting.pending > 1) {
        facts.push(words.pending(sitting.pending));
      }
      progress.textContent = [...facts, ...this.warnings(sitting)].join(" · ");
    }
    const ranked = ballot.places.flat().map((slot) => words.rank(slot + 1, rankOf(ballot, slot) ?? 0));
    say(this.spoken, pair ? (ballot.choice === undefined ? "" : words.chosen[ballot.choice]) : ranked.join(" "));
  }

  /** What a visitor has to know at once, also one who does not see it. */
  private warnings({ refused }: Sitting): readonly string[] {
    const { words } = this;
    const warnings = navigator.onLine ? [] : [words.offline];
    if (refused !== undefined) {
      warnings.push(...(refused.signedOut ? [] : [words.refused]), ...(refusalOf(refused, words) ?? []));
    }
    return warnings;
  }

  /** The assignment on screen. */
  private get task(): Assignment | undefined {
    return typeof this.shown === "object" ? this.shown.assignment : undefined;
  }

  private tap(slot: number): void {
    if (this.task?.taskKind === "PAIR") {
      this.choose(sides[slot] ?? "RIGHT", "TAP");
    } else {
      this.session.change((ballot) => place(ballot, slot), "TAP");
    }
  }

  private choose(choice: Choice, input: "TAP" | "KEY"): void {
    if (this.session.sitting().ballot.choice === choice) {
      this.confirm();
    } else {
      this.session.change((ballot) => choose(ballot, choice), input);
    }
  }

  private confirm(): void {
    this.session.commit();
  }

  private askReason(): void {
    const { words, shown } = this;
    const skip = (reason: SkipReason) => {
      if (this.shown === shown) {
        this.session.skip(reason); // none but the task that it was asked about
      }
    };
    const answers = (Object.entries(words.reasons) as [SkipReason, string][]).map(
      ([reason, text]) => [text, () => skip(reason)] as const,
    );
    this.reasons = ask(words.skipWhy, answers, words.close);
  }

  private turnKeys(): void {
    turnKeys(!keysAreOn());
    this.render();
  }

  private readonly onNetwork = (): void => this.render();

  private readonly onKey = (event: KeyboardEvent): void => {
    const pressing = event.target instanceof HTMLButtonElement && (event.code === "Enter" || event.code === "Space");
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.repeat || pressing) {
      return;
    }
    const { task } = this;
    if (!keysAreOn() || document.querySelector("dialog[open]") !== null || task === undefined) {
      return;
    }
    const act = this.meaning(event.code, task.taskKind === "PAIR");
    if (act !== undefined) {
      event.preventDefault();
      act();
    }
  };

  private meaning(code: string, pair: boolean): (() => void) | undefined {
    switch (code) {
      case "KeyZ":
        return () => this.session.undo();
      case "Enter":
        return () => this.confirm();
      case "Space":
        return () => this.askReason();
      default:
        return pair ? this.choiceOf(code) : undefined;
    }
  }

  private choiceOf(code: string): (() => void) | undefined {
    const choice = ({ ArrowLeft: "LEFT", ArrowRight: "RIGHT", KeyT: "TIE", KeyB: "BOTH_BAD" } as const)[code];
    return choice === undefined ? undefined : () => this.choose(choice, "KEY");
  }

  private find<E extends HTMLElement = HTMLElement>(id: string): E | undefined {
    return this.element.querySelector<E>(`#${id}`) ?? undefined;
  }
}

function say(where: HTMLElement, words: string): void {
  if (where.textContent !== words) {
    where.textContent = words; // the same again would be read out again
  }
}
