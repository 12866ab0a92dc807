import type { Choice, SkipReason } from "../rating/assignment";
import { choose, isComplete, place, rankOf } from "../rating/ballot";
import type { Ready } from "../rating/feed";
import type { RatingSession, Sitting } from "../rating/session";
import { ask } from "./ask";
import { make } from "./dom";
import { message } from "./message";
import { refusalOf } from "./refusal";
import type { Texts } from "./texts";

const batch = 5;
const sides = ["LEFT", "RIGHT"] as const;

/** The page of one visitor: two pictures, a tap to choose, a tap to confirm. */
export class Pairing {
  readonly element = make("div", { className: "pairing" });
  private readonly stopListening: () => void;
  private painted: Ready | undefined;
  private batchesDone = 0;

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
    if (sitting.done >= (this.batchesDone + 1) * batch) {
      this.pause(sitting);
    } else if (sitting.current === undefined) {
      this.painted = undefined;
      this.element.replaceChildren(this.waiting(sitting));
    } else {
      if (this.painted !== sitting.current) {
        this.paint(sitting.current);
      }
      this.update(sitting, sitting.current);
    }
  }

  /** Five are done: thanks, and the choice to go on. */
  private pause(sitting: Sitting): void {
    if (this.element.querySelector(".thanks") !== null) {
      return;
    }
    this.painted = undefined;
    const more = make("button", { className: "confirm thanks", type: "button" }, this.words.again);
    more.onclick = () => {
      this.batchesDone += 1;
      this.element.replaceChildren();
      this.render();
    };
    this.element.replaceChildren(
      message({ title: this.words.thanksTitle, text: this.words.thanks(sitting.done) }, more, this.wayOut()),
    );
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

  /** Puts a new assignment on screen; all its pictures are decoded, so they appear in one frame. */
  private paint(current: Ready): void {
    const { words, session } = this;
    const { assignment, pictures } = current;
    this.painted = current;
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
    this.element.replaceChildren(
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
          make("button", { className: "undo", type: "button", id: "undo", onclick: () => session.undo() }, words.undo),
        ),
        make("p", { className: "consent" }, words.consent, " ", this.wayOut()),
        make("output", { className: "quiet", id: "spoken", aria: { live: "polite" } }),
      ),
    );
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
      const facts = [words.progress(sitting.done - this.batchesDone * batch, batch)];
      if (!navigator.onLine) {
        facts.push(words.offline);
      } else if (sitting.pending > 1) {
        facts.push(words.pending(sitting.pending));
      }
      if (sitting.refused !== undefined) {
        facts.push(...(sitting.refused.signedOut ? [] : [words.refused]), ...(refusalOf(sitting.refused, words) ?? []));
      }
      progress.textContent = facts.join(" · ");
    }
    const spoken = this.find("spoken");
    if (spoken !== undefined) {
      const ranked = ballot.places.flat().map((slot) => words.rank(slot + 1, rankOf(ballot, slot) ?? 0));
      spoken.textContent = pair ? (ballot.choice === undefined ? "" : words.chosen[ballot.choice]) : ranked.join(" ");
    }
  }

  private tap(slot: number): void {
    if (this.painted?.assignment.taskKind === "PAIR") {
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
    const { words } = this;
    const answers = (Object.entries(words.reasons) as [SkipReason, string][]).map(
      ([reason, text]) => [text, () => this.session.skip(reason)] as const,
    );
    ask(words.skipWhy, answers, words.close);
  }

  private readonly onNetwork = (): void => this.render();

  private readonly onKey = (event: KeyboardEvent): void => {
    const pressing = event.target instanceof HTMLButtonElement && (event.code === "Enter" || event.code === "Space");
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.repeat || pressing) {
      return;
    }
    if (document.querySelector("dialog[open]") !== null || this.painted === undefined) {
      return;
    }
    const act = this.meaning(event.code, this.painted.assignment.taskKind === "PAIR");
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
