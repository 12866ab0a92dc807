export type Choice = "LEFT" | "RIGHT" | "TIE" | "BOTH_BAD";
export type SkipReason = "UNSURE" | "NOT_LOADED" | "OFFENSIVE" | "PROMPT_UNCLEAR" | "OTHER";
export type Input = "KEY" | "TAP" | "MOUSE";

/** A task as one rater sees it. Nothing in it tells which model made a picture. */
export interface Assignment {
  readonly assignmentId: string;
  readonly token: string;
  readonly taskKind: "PAIR" | "RANK_4";
  readonly question: string;
  readonly prompt: string;
  readonly slots: readonly { readonly slot: number; readonly imageUrl: string }[];
  /** How long it may take from its arrival on; the clock of this device may differ from the server's. */
  readonly leaseSeconds: number;
  readonly progress?: { readonly done: number; readonly of?: number };
}

export interface Tag {
  readonly slot: number;
  readonly code: string;
  readonly severity: number;
}

/** The answer to an assignment, in screen terms. */
export interface Vote {
  readonly voteId: string;
  readonly assignmentId: string;
  readonly token: string;
  readonly choice?: Choice;
  readonly ranks?: number[];
  readonly allBad?: boolean;
  readonly skipReason?: SkipReason;
  readonly tags: Tag[];
  readonly comment?: string;
  readonly dwellMillis: number;
  readonly input: Input;
  readonly supersedes?: string;
}

export interface Receipt {
  readonly voteId: string;
  readonly state: "STORED" | "ALREADY_STORED";
  readonly next: readonly Assignment[];
}

/** A random UUID, also where the page came over plain HTTP from another machine and randomUUID is missing. */
export function mintId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (each) => each.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
