/** What the application answers when it refuses (RFC 9457), with its stable code. */
export interface Problem {
  readonly type?: string;
  readonly title: string;
  readonly status: number;
  readonly code?: string;
  readonly detail?: string;
  readonly instance?: string;
  readonly violations?: readonly Violation[];
}

interface Violation {
  readonly field: string;
  readonly message: string;
}

/** A refused or failed request. Status 0 says that no answer came at all. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = "ProblemError";
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status;
  }

  get unreachable(): boolean {
    return this.problem.status === 0;
  }

  /** True when asking again later can help: no answer, too busy, or a fault of the server. */
  get passing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }

  /** True when the session is over; 499 is what the sign-in answers to a script in place of a redirect. */
  get signedOut(): boolean {
    return this.status === 401 || this.status === 499;
  }

  /** True when the page was opened for another rater than whoever is signed in now. */
  get raterChanged(): boolean {
    return this.problem.code === "RATER_CHANGED";
  }

  messageOf(field: string): string | undefined {
    return this.problem.violations?.find((each) => each.field === field || each.field.endsWith(`.${field}`))?.message;
  }
}

/** Reads the problem out of an answer, whatever its body is. */
export async function problemOf(response: Response): Promise<ProblemError> {
  const body: unknown = await response.json().catch(() => undefined);
  if (isProblem(body)) {
    return new ProblemError({ ...body, status: body.status ?? response.status });
  }
  return new ProblemError({ title: response.statusText || `HTTP ${response.status}`, status: response.status });
}

export const noAnswer = (cause: unknown): ProblemError =>
  new ProblemError({ title: "", status: 0, code: "NO_ANSWER", detail: cause instanceof Error ? cause.message : "" });

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "title" in body && typeof body.title === "string";
}
