import { ProblemError } from "../api/problem";
import type { Store } from "../api/storage";
import type { Receipt, Vote } from "./assignment";
import type { Rater } from "./rater";

const prefix = "pinhua.vote.";
const longestPause = 30_000;
/** How long a vote waits for its rater, where others rate meanwhile. */
const longestWaitMillis = 30 * 86_400_000;

export interface OutboxEnds {
  readonly storage: Store;
  readonly send: (vote: Vote) => Promise<Receipt>;
  readonly campaignId: string;
  /** Whose votes are sent; those of others wait for a page of theirs. */
  readonly rater: Rater;
  /** Milliseconds since 1970. They go on while the device sleeps, as leases do. */
  readonly clock: () => number;
}

export interface OutboxEvents {
  /** @param campaignId which the vote was for; unknown of what an earlier version kept */
  readonly onStored: (receipt: Receipt, campaignId: string | undefined) => void;
  readonly onRefused: (problem: ProblemError, vote: Vote) => void;
  /** The vote is kept, and sent again once its rater is signed in again. */
  readonly onSignedOut: (problem: ProblemError) => void;
  /** All votes are kept, for a page of their rater: somebody else is signed in now. */
  readonly onRaterChanged: () => void;
  readonly onPending: (count: number) => void;
  /** The server has answered for all. */
  readonly onAllSent: () => void;
}

/** Earlier versions kept neither whose vote it is, nor for which campaign, nor since when: whoever comes sends it. */
interface Kept {
  readonly order: number;
  readonly vote: Vote;
  readonly rater?: Rater;
  readonly campaignId?: string;
  readonly keptAt?: number;
}

/** What became of a delivery. */
type Outcome = "ANSWERED" | "LATER" | "RATER_CHANGED";

/**
 * Votes on their way. Each lies in the browser's storage until the server has answered for it, so neither a lost
 * connection nor a closed page loses one; its id makes a second delivery harmless.
 */
export class Outbox {
  private sending = false;
  private stopped = false;
  private pause = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly ends: OutboxEnds,
    private readonly events: OutboxEvents,
  ) {}

  add(vote: Vote): void {
    const { storage, rater, campaignId, clock } = this.ends;
    const order = Math.max(0, ...this.kept().map((each) => each.order)) + 1;
    const kept: Kept = { order, vote, rater, campaignId, keptAt: clock() };
    storage.setItem(prefix + vote.voteId, JSON.stringify(kept));
    this.events.onPending(this.pending);
    this.pause = 0;
    void this.flush();
  }

  start(): void {
    this.stopped = false;
    this.forgetOthers();
    void this.flush();
  }

  /** What is under way arrives; nothing more is sent. */
  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
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
    if (this.sending || this.stopped) {
      return;
    }
    this.sending = true;
    clearTimeout(this.timer);
    try {
      for (let first = this.kept()[0]; first !== undefined; first = this.kept()[0]) {
        const outcome = await this.deliver(first);
        if (this.stopped || outcome === "RATER_CHANGED") {
          return;
        }
        if (outcome === "LATER") {
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

  private async deliver({ vote, campaignId }: Kept): Promise<Outcome> {
    try {
      const receipt = await this.ends.send(vote);
      this.forget(vote);
      this.events.onStored(receipt, campaignId);
      return "ANSWERED";
    } catch (cause) {
      if (!(cause instanceof ProblemError) || cause.passing) {
        return "LATER";
      }
      if (cause.signedOut) {
        this.events.onSignedOut(cause);
        return "LATER";
      }
      if (cause.raterChanged) {
        this.events.onRaterChanged();
        return "RATER_CHANGED";
      }
      this.forget(vote);
      this.events.onRefused(cause, vote);
      return "ANSWERED";
    }
  }

  private forget(vote: Vote): void {
    this.ends.storage.removeItem(prefix + vote.voteId);
    this.events.onPending(this.pending);
  }

  /** Lets go of votes whose raters did not come back for them. */
  private forgetOthers(): void {
    const { storage, clock } = this.ends;
    const now = clock();
    for (const each of keptIn(storage)) {
      if (!isOf(this.ends.rater, each) && now - (each.keptAt ?? now) > longestWaitMillis) {
        storage.removeItem(prefix + each.vote.voteId);
      }
    }
  }

  /** What this rater's pages send. */
  private kept(): Kept[] {
    return keptIn(this.ends.storage)
      .filter((each) => isOf(this.ends.rater, each))
      .sort((a, b) => a.order - b.order);
  }
}

/** Lets go of all that this rater's pages would still send, comments included. */
export function forgetVotes(storage: Store, rater: Rater): void {
  for (const each of keptIn(storage)) {
    if (isOf(rater, each)) {
      storage.removeItem(prefix + each.vote.voteId);
    }
  }
}

const isOf = (rater: Rater, kept: Kept): boolean => kept.rater === undefined || kept.rater === rater;

function keptIn(storage: Store): Kept[] {
  return Array.from({ length: storage.length }, (_, index) => storage.key(index))
    .filter((key): key is string => key?.startsWith(prefix) ?? false)
    .flatMap((key) => {
      const text = storage.getItem(key);
      return text === null ? [] : [JSON.parse(text) as Kept];
    });
}
