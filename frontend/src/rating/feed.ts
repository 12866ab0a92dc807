import { type Assignment, mintId } from "./assignment";
import type { Ballot } from "./ballot";

/** An assignment whose pictures are in memory and decoded, with the id its vote will carry. */
export interface Ready {
  readonly assignment: Assignment;
  readonly pictures: readonly string[];
  readonly voteId: string;
  /** What was said about it before it was put aside. */
  readonly ballot?: Ballot;
  /** The vote that an answer to it takes back. */
  readonly supersedes?: string;
}

export type FeedState = "LOADING" | "READY" | "EMPTY" | "FAILED";

interface Sources {
  /** Asks the server for that many assignments. */
  readonly ask: (count: number) => Promise<readonly Assignment[]>;
  /** Whether an assignment has its vote already, be it on its way: the server may have dealt it before that came. */
  readonly isAnswered: (assignment: Assignment) => boolean;
  /** Whether votes are on their way: until they come, the server holds back what would follow the tasks they answer. */
  readonly isVoting: () => boolean;
  /** Has the server answer for them, as what follows is asked for only then; they may be another tab's. */
  readonly sendVotes: () => void;
  /** Fetches and decodes a picture and gives a local address for it. */
  readonly load: (url: string) => Promise<string>;
  readonly release: (pictures: readonly string[]) => void;
  /** Milliseconds that go on while the device sleeps; since when they count says nothing. */
  readonly now: () => number;
  readonly onChange: () => void;
}

/** Keeps the next assignments at hand so that none is waited for. */
export class Feed {
  private queue: Ready[] = [];
  /** When the lease of each assignment that came is over, by this device. */
  private readonly leases = new Map<string, number>();
  private asking = false;
  /** How many assignments wait for their pictures. */
  private loading = 0;
  private stopped = false;
  private shown: Ready | undefined;
  state: FeedState = "LOADING";
  error: unknown;
  /** Ends once it is known what became of a lease that was over. */
  renewal: Promise<void> | undefined;

  constructor(
    private readonly sources: Sources,
    private readonly ahead: number,
  ) {}

  get current(): Ready | undefined {
    return this.shown;
  }

  start(): void {
    this.stopped = false;
    void this.refill();
  }

  /** Lets go of all that is at hand. */
  stop(): void {
    this.stopped = true;
    for (const each of this.shown === undefined ? this.queue : [this.shown, ...this.queue]) {
      this.drop(each);
    }
    this.queue = [];
    this.shown = undefined;
    this.settle("LOADING");
  }

  /** Leaves the current assignment and shows the next. */
  next(): void {
    this.shown = undefined;
    this.advance();
    void this.refill();
  }

  /** Shows an earlier assignment again; the current one waits at the head of the queue, with what is said about it. */
  back(earlier: Ready, ballot: Ballot): void {
    if (this.shown !== undefined) {
      this.queue.unshift({ ...this.shown, ballot });
    }
    this.shown = earlier;
    this.settle("READY");
  }

  /** Takes in assignments that came with a receipt; what came before has its lease renewed. */
  async offer(assignments: readonly Assignment[]): Promise<void> {
    if (this.stopped) {
      return;
    }
    const now = this.sources.now();
    const fresh = assignments.filter((each) => !this.leases.has(each.assignmentId) && !this.sources.isAnswered(each));
    for (const each of assignments) {
      this.leases.set(each.assignmentId, now + 1000 * each.leaseSeconds);
    }
    await Promise.all(fresh.map((each) => this.prepare(each)));
  }

  /** Asks for more when fewer than `ahead` are at hand. */
  async refill(): Promise<void> {
    if (this.asking || this.queue.length > this.ahead / 2) {
      return; // receipts bring the next ones, too
    }
    this.asking = true;
    this.error = undefined;
    if (this.shown === undefined) {
      this.settle("LOADING");
    }
    try {
      await this.offer(await this.sources.ask(this.ahead));
    } catch (cause) {
      this.error = cause;
    } finally {
      this.asking = false;
    }
    this.conclude();
  }

  /** Asks once more where nothing came while votes were on their way. */
  lookAgain(): void {
    if (this.isIdle && this.state === "LOADING" && !this.stopped) {
      void this.refill();
    }
  }

  /**
   * Has the lease of the current assignment renewed once it is over: the server deals it again, unless others have its
   * task meanwhile. Then it is left, as long as nothing is said about it; what is said is kept, to arrive late.
   */
  renew(untouched: () => boolean): void {
    const { shown } = this;
    if (shown !== undefined && this.renewal === undefined && this.isOver(shown, this.sources.now())) {
      this.renewal = this.askAgain(shown, untouched).finally(() => {
        this.renewal = undefined;
      });
    }
  }

  private async askAgain(shown: Ready, untouched: () => boolean): Promise<void> {
    const dealt = await this.sources.ask(Math.max(this.ahead, 1 + this.queue.length)).catch(() => undefined);
    if (dealt === undefined) {
      return; // nobody knows what became of it: it stays, and its vote will tell
    }
    void this.offer(dealt);
    if (this.shown === shown && this.isOver(shown, this.sources.now()) && untouched()) {
      this.drop(shown);
      this.next();
    }
  }

  private async prepare(assignment: Assignment): Promise<void> {
    this.loading += 1;
    const loads = await Promise.allSettled(assignment.slots.map((slot) => this.sources.load(slot.imageUrl)));
    this.loading -= 1;
    const pictures = loads.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
    const ready = { assignment, pictures, voteId: mintId() };
    const failed = loads.find((each) => each.status === "rejected");
    if (failed !== undefined) {
      this.error = failed.reason;
    }
    if (failed !== undefined || this.stopped) {
      this.drop(ready);
    } else {
      this.queue.push(ready);
      if (this.shown === undefined) {
        this.advance();
      }
    }
    this.conclude();
  }

  private advance(): void {
    const now = this.sources.now();
    const queue = this.queue;
    this.queue = [];
    for (const each of queue) {
      if (this.isOver(each, now)) {
        this.drop(each);
      } else {
        this.queue.push(each);
      }
    }
    this.shown = this.queue.shift();
    this.settle(this.shown === undefined ? "LOADING" : "READY");
  }

  /** True once its task may have gone to others. A correction changes a vote that is there, and has all the time. */
  private isOver({ assignment, supersedes }: Ready, now: number): boolean {
    const end = this.leases.get(assignment.assignmentId);
    return supersedes === undefined && end !== undefined && end <= now;
  }

  /** Lets go of an assignment; when the server hands it out again, it is taken for a new one. */
  private drop({ assignment, pictures }: Ready): void {
    this.leases.delete(assignment.assignmentId);
    this.sources.release(pictures);
  }

  /** Says how it ended once nothing is shown and nothing more is on its way; while votes are, more may follow them. */
  private conclude(): void {
    if (!this.isIdle) {
      return;
    }
    if (this.error !== undefined) {
      this.settle("FAILED");
    } else if (this.sources.isVoting()) {
      this.settle("LOADING");
      this.sources.sendVotes();
    } else {
      this.settle("EMPTY");
    }
  }

  private get isIdle(): boolean {
    return this.shown === undefined && !this.asking && this.loading === 0;
  }

  private settle(state: FeedState): void {
    this.state = state;
    this.sources.onChange();
  }
}
