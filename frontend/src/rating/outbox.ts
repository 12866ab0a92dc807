import { ProblemError } from "../api/problem";
import type { Receipt, Vote } from "./assignment";

const prefix = "pinhua.vote.";
const longestPause = 30_000;

export interface OutboxEvents {
  readonly onStored: (receipt: Receipt, vote: Vote) => void;
  readonly onRefused: (problem: ProblemError, vote: Vote) => void;
  /** The vote is kept, and sent again once its rater is signed in again. */
  readonly onSignedOut: (problem: ProblemError) => void;
  readonly onPending: (count: number) => void;
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
    private readonly storage: Storage,
    private readonly send: (vote: Vote) => Promise<Receipt>,
    private readonly events: OutboxEvents,
  ) {}

  add(vote: Vote): void {
    const order = Math.max(0, ...this.kept().map((each) => each.order)) + 1;
    this.storage.setItem(prefix + vote.voteId, JSON.stringify({ order, vote }));
    this.events.onPending(this.pending);
    this.pause = 0;
    void this.flush();
  }

  get pending(): number {
    return this.kept().length;
  }

  /** The votes on their way, also those of an earlier page. */
  get votes(): readonly Vote[] {
    return this.kept().map((each) => each.vote);
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
        if (!(await this.deliver(first.vote))) {
          this.pause = Math.min(longestPause, Math.max(1000, this.pause * 2));
          this.timer = setTimeout(() => void this.flush(), this.pause);
          return;
        }
        this.pause = 0;
      }
    } finally {
      this.sending = false;
    }
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private async deliver(vote: Vote): Promise<boolean> {
    try {
      const receipt = await this.send(vote);
      this.forget(vote);
      this.events.onStored(receipt, vote);
      return true;
    } catch (cause) {
      if (cause instanceof ProblemError && cause.signedOut) {
        this.events.onSignedOut(cause);
        return false;
      }
      if (cause instanceof ProblemError && !cause.passing) {
        this.forget(vote);
        this.events.onRefused(cause, vote);
        return true;
      }
      return false;
    }
  }

  private forget(vote: Vote): void {
    this.storage.removeItem(prefix + vote.voteId);
    this.events.onPending(this.pending);
  }

  private kept(): { order: number; vote: Vote }[] {
    return Array.from({ length: this.storage.length }, (_, index) => this.storage.key(index))
      .filter((key): key is string => key?.startsWith(prefix) ?? false)
      .flatMap((key) => {
        const text = this.storage.getItem(key);
        return text === null ? [] : [JSON.parse(text) as { order: number; vote: Vote }];
      })
      .sort((a, b) => a.order - b.order);
  }
}
