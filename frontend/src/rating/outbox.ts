import { ProblemError } from "../api/problem";
import type { Receipt, Vote } from "./assignment";
import type { Rater } from "./rater";

const prefix = "pinhua.vote.";
const longestPause = 30_000;
/** What the server says to a rater whose vote it is not. */
const foreign: readonly (string | undefined)[] = ["RATER_UNKNOWN", "ASSIGNMENT_NOT_YOURS"];

export interface OutboxEnds {
  readonly storage: Storage;
  readonly send: (vote: Vote) => Promise<Receipt>;
  readonly campaignId: string;
  /** Whose votes are sent; those of others wait for a page of theirs. */
  readonly rater: Rater;
  /** Who is taken for the sender just now: beside the page somebody may have signed in. */
  readonly raterHere: () => Promise<Rater>;
}

export interface OutboxEvents {
  /** @param campaignId which the vote was for; unknown of what an earlier version kept */
  readonly onStored: (receipt: Receipt, campaignId: string | undefined) => void;
  readonly onRefused: (problem: ProblemError, vote: Vote) => void;
  /** The vote is kept, and sent again once its rater is signed in again. */
  readonly onSignedOut: (problem: ProblemError) => void;
  readonly onPending: (count: number) => void;
  /** The server has answered for all. */
  readonly onAllSent: () => void;
}

/** Earlier versions kept neither whose vote it is, nor for which campaign: it is sent by whoever comes. */
interface Kept {
  readonly order: number;
  readonly vote: Vote;
  readonly rater?: Rater;
  readonly campaignId?: string;
}

/**
 * Votes on their way. Each lies in the browser's storage until the server has answered for it, so neither a lost
 * connection nor a closed page loses one; its id makes a second delivery harmless.
 */
export class Outbox {
  private sending = false;
  private pause = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly ends: OutboxEnds,
    private readonly events: OutboxEvents,
  ) {}

  add(vote: Vote): void {
    const { storage, rater, campaignId } = this.ends;
    const order = Math.max(0, ...this.kept().map((each) => each.order)) + 1;
    const kept: Kept = { order, vote, rater, campaignId };
    storage.setItem(prefix + vote.voteId, JSON.stringify(kept));
    this.events.onPending(this.pending);
    this.pause = 0;
    void this.flush();
  }

  get pending(): number {
    return this.kept().length;
  }

  /** The votes on their way that are for this campaign, or may be; also those of an earlier page. */
  get votes(): readonly Vote[] {
    return this.kept()
      .filter(({ campaignId }) => campaignId === undefined || campaignId === this.ends.campaignId)
      .map((each) => each.vote);
  }

  /** Sends what waits, oldest first, and keeps trying until the server has answered for all. */
  async flush(): Promise<void> {
    if (this.sending) {
      return;
    }
    this.sending = true;
    clearTimeout(this.timer);
    try {
      for (let first = this.kept()[0]; first !== undefined; first = this.kept()[0]) {
        if (!(await this.deliver(first))) {
          this.pause = Math.min(longestPause, Math.max(1000, this.pause * 2));
          this.timer = setTimeout(() => void this.flush(), this.pause);
          return;
        }
        this.pause = 0;
      }
      this.events.onAllSent();
    } finally {
      this.sending = false;
    }
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private async deliver({ vote, campaignId }: Kept): Promise<boolean> {
    try {
      const receipt = await this.ends.send(vote);
      this.forget(vote);
      this.events.onStored(receipt, campaignId);
      return true;
    } catch (cause) {
      if (cause instanceof ProblemError && cause.signedOut) {
        this.events.onSignedOut(cause);
        return false;
      }
      if (cause instanceof ProblemError && !cause.passing && !(await this.isTakenForAnother(cause))) {
        this.forget(vote);
        this.events.onRefused(cause, vote);
        return true;
      }
      return false;
    }
  }

  /** Whether it is refused only because somebody else has signed in meanwhile, or out: it waits for its rater then. */
  private async isTakenForAnother({ problem }: ProblemError): Promise<boolean> {
    const { rater, raterHere } = this.ends;
    return foreign.includes(problem.code) && (await raterHere().catch(() => undefined)) !== rater;
  }

  private forget(vote: Vote): void {
    this.ends.storage.removeItem(prefix + vote.voteId);
    this.events.onPending(this.pending);
  }

  /** What this rater's pages send. */
  private kept(): Kept[] {
    const { storage, rater } = this.ends;
    return Array.from({ length: storage.length }, (_, index) => storage.key(index))
      .filter((key): key is string => key?.startsWith(prefix) ?? false)
      .flatMap((key) => {
        const text = storage.getItem(key);
        return text === null ? [] : [JSON.parse(text) as Kept];
      })
      .filter((each) => each.rater === undefined || each.rater === rater)
      .sort((a, b) => a.order - b.order);
  }
}
