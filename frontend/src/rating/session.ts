import { ProblemError } from "../api/problem";
import { type Assignment, type Input, mintId, type SkipReason, type Vote } from "./assignment";
import { answerOf, type Ballot, emptyBallot, isComplete, isUntouched } from "./ballot";
import { Feed, type FeedState, type Ready } from "./feed";
import { Outbox, type OutboxEnds } from "./outbox";

/** How many answers can be taken back, one after another. */
const undoDepth = 10;
/** A second tap within this time was meant for the picture before. */
const tapGuardMillis = 200;
/** The server refuses whoever asks for more at once. */
const mostAsked = 50;
/** A page may be left open for days; the server takes no longer looks than a day. */
const longestDwellMillis = 86_400_000;

type Answer = Omit<Vote, "voteId" | "assignmentId" | "token" | "dwellMillis" | "input" | "supersedes">;

/** What the page shows of a sitting. */
export interface Sitting {
  readonly state: FeedState;
  readonly current: Ready | undefined;
  readonly ballot: Ballot;
  readonly focus: number;
  readonly done: number;
  readonly pending: number;
  readonly canUndo: boolean;
  readonly correcting: boolean;
  readonly refused: ProblemError | undefined;
  readonly error: unknown;
}

export interface Ends extends OutboxEnds {
  readonly ask: (count: number) => Promise<readonly Assignment[]>;
  readonly load: (url: string) => Promise<string>;
  readonly release: (urls: readonly string[]) => void;
  /** Milliseconds that never go back, by which a look is measured. On most phones they stand still while it sleeps. */
  readonly now: () => number;
  /** Somebody else is signed in now: the page opens anew, for them. */
  readonly onRaterChanged: () => void;
}

/** One rater at work on one campaign: the assignment on screen, the answer so far, votes on their way, and the way back. */
export class RatingSession {
  private readonly feed: Feed;
  private readonly outbox: Outbox;
  private readonly given: Ready[] = [];
  /** Assignments whose votes were on their way when tasks were asked for, be it from a page before. */
  private readonly answered = new Set<string>();
  private readonly listeners = new Set<() => void>();
  private shown: Ready | undefined;
  private shownAt = 0;
  private ballot = emptyBallot;
  private focus = 0;
  private input: Input = "MOUSE";
  private done = 0;
  private stopped = false;
  private refused: ProblemError | undefined;
  private view: Sitting;

  constructor(
    private readonly ends: Ends,
    ahead: number,
  ) {
    const { load, release, clock } = ends;
    const ask = async (count: number) => {
      const { votes } = this.outbox; // until they come, the server deals again what they answer
      for (const { assignmentId } of votes) {
        this.answered.add(assignmentId);
      }
      try {
        return await ends.ask(Math.min(mostAsked, count + votes.length));
      } catch (cause) {
        if (cause instanceof ProblemError && cause.raterChanged) {
          this.giveWay();
        }
        throw cause;
      }
    };
    const isAnswered = ({ assignmentId }: Assignment) => this.answered.has(assignmentId);
    const isVoting = () => this.outbox.votes.length > 0;
    const sendVotes = () => void this.outbox.flush();
    const onChange = () => this.follow();
    this.feed = new Feed({ ask, isAnswered, isVoting, sendVotes, load, release, now: clock, onChange }, ahead);
    const send = async (vote: Vote) => {
      await this.feed.renewal; // else it could arrive before the lease that it needs
      return ends.send(vote);
    };
    this.outbox = new Outbox(
      { ...ends, send },
      {
        onStored: (receipt, campaignId) => {
          if (this.refused?.signedOut) {
            this.say(undefined);
          }
          if (campaignId === ends.campaignId) {
            void this.feed.offer(receipt.next ?? []);
          }
        },
        onRefused: (problem) => this.say(problem),
        onSignedOut: (problem) => this.say(problem),
        onRaterChanged: () => this.giveWay(),
        onPending: () => this.publish(),
        onAllSent: () => this.feed.lookAgain(),
      },
    );
    this.view = this.snapshot();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly sitting = (): Sitting => this.view;

  start(): void {
    this.stopped = false;
    document.addEventListener("visibilitychange", this.onReturn);
    this.outbox.start();
    this.feed.start();
  }

  /** Votes on their way stay kept; all pictures are let go. */
  stop(): void {
    this.stopped = true;
    document.removeEventListener("visibilitychange", this.onReturn);
    this.outbox.stop();
    for (const { pictures } of this.given.splice(0)) {
      this.ends.release(pictures);
    }
    this.feed.stop();
  }

  change(edit: (ballot: Ballot) => Ballot, input: Input): void {
    const first = isUntouched(this.ballot);
    this.ballot = edit(this.ballot);
    this.input = input;
    this.publish();
    if (first) {
      this.renew(); // the page may have stayed open all the while
    }
  }

  focusOn(slot: number): void {
    this.focus = slot;
    this.publish();
  }

  clear(): void {
    this.ballot = emptyBallot;
    this.publish();
  }

  /** Sends the answer and shows the next assignment without waiting for the receipt. */
  commit(): boolean {
    const current = this.shown;
    if (current === undefined || !isComplete(this.ballot, current.assignment) || this.tooSoon()) {
      return false;
    }
    this.cast(current, answerOf(this.ballot, current.assignment));
    return true;
  }

  skip(skipReason: SkipReason): void {
    if (this.shown !== undefined) {
      this.cast(this.shown, { skipReason, tags: [] });
    }
  }

  /** Brings the last answer back to be given again; the new vote will supersede the old one. */
  undo(): void {
    const last = this.given.pop();
    if (last !== undefined) {
      this.done -= 1;
      this.feed.back({ ...last, voteId: mintId(), supersedes: last.voteId }, this.ballot);
    }
  }

  retry(): void {
    this.refused = undefined;
    void this.feed.refill();
    void this.outbox.flush();
    this.publish();
  }

  private readonly onReturn = (): void => {
    if (!document.hidden) {
      this.renew();
    }
  };

  /** After a long pause the task on screen may have gone to others, and its vote would come too late to count. */
  private renew(): void {
    this.feed.renew(() => isUntouched(this.ballot));
  }

  private cast(current: Ready, answer: Answer): void {
    this.renew(); // the answer may have been begun before a long pause
    const { voteId, supersedes } = current;
    const { assignmentId, token } = current.assignment;
    this.refused = undefined;
    this.given.push({ ...current, ballot: this.ballot });
    for (const old of this.given.splice(0, Math.max(0, this.given.length - undoDepth))) {
      this.ends.release(old.pictures);
    }
    this.outbox.add({
      ...answer,
      voteId,
      assignmentId,
      token,
      dwellMillis: Math.min(longestDwellMillis, Math.round(this.ends.now() - this.shownAt)),
      input: this.input,
      ...(supersedes === undefined ? {} : { supersedes }),
    });
    this.done += 1;
    this.feed.next();
  }

  private giveWay(): void {
    if (!this.stopped) {
      this.ends.onRaterChanged(); // else the page has opened anew already
    }
  }

  private say(problem: ProblemError | undefined): void {
    this.refused = problem;
    this.publish();
  }

  private tooSoon(): boolean {
    return this.ends.now() - this.shownAt < tapGuardMillis;
  }

  private follow(): void {
    if (this.feed.current !== this.shown) {
      this.shown = this.feed.current;
      this.shownAt = this.ends.now();
      this.ballot = this.shown?.ballot ?? emptyBallot;
      this.focus = 0;
    }
    this.publish();
  }

  private publish(): void {
    this.view = this.snapshot();
    for (const listener of this.listeners) {
      listener();
    }
  }

  private snapshot(): Sitting {
    return {
      state: this.feed.state,
      current: this.shown,
      ballot: this.ballot,
      focus: this.focus,
      done: this.done,
      pending: this.outbox.pending,
      canUndo: this.given.length > 0,
      correcting: this.shown?.supersedes !== undefined,
      refused: this.refused,
      error: this.feed.error,
    };
  }
}
