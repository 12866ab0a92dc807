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
  /** Fetches and decodes a picture and gives a local address for it. */
  readonly load: (url: string) => Promise<string>;
  readonly now: () => number;
  readonly onChange: () => void;
}

/** Keeps the next assignments at hand so that none is waited for. */
export class Feed {
  private queue: Ready[] = [];
  private readonly known = new Set<string>();
  private asking = false;
  private shown: Ready | undefined;
  state: FeedState = "LOADING";
  error: unknown;

  constructor(
    private readonly sources: Sources,
    private readonly ahead: number,
  ) {}

  get current(): Ready | undefined {
    return this.shown;
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

  /** Takes in assignments that came with a receipt. */
  async offer(assignments: readonly Assignment[]): Promise<void> {
    const fresh = assignments.filter((each) => !this.known.has(each.assignmentId));
    for (const each of fresh) {
      this.known.add(each.assignmentId);
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
      if (this.shown === undefined && this.queue.length === 0) {
        this.settle(this.error === undefined ? "EMPTY" : "FAILED");
      }
    } catch (cause) {
      if (this.shown === undefined) {
        this.error = cause;
        this.settle("FAILED");
      }
    } finally {
      this.asking = false;
    }
  }

  private async prepare(assignment: Assignment): Promise<void> {
    const pictures = await Promise.all(assignment.slots.map((slot) => this.sources.load(slot.imageUrl))).catch(
      (cause: unknown) => {
        this.known.delete(assignment.assignmentId); // a later request may bring it again
        this.error = cause;
        return undefined;
      },
    );
    if (pictures !== undefined) {
      this.queue.push({ assignment, pictures, voteId: mintId() });
      if (this.shown === undefined) {
        this.advance();
      }
    }
  }

  private advance(): void {
    const now = this.sources.now();
    this.queue = this.queue.filter((each) => Date.parse(each.assignment.expiresAt) > now);
    this.shown = this.queue.shift();
    this.settle(this.shown === undefined ? "LOADING" : "READY");
  }

  private settle(state: FeedState): void {
    this.state = state;
    this.sources.onChange();
  }
}
