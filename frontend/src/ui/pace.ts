import type { Job } from "../api/types";

/** Where a job was when its steps last changed, and from where its pace counts. */
export interface Seen {
  readonly attempt: number;
  readonly done: number;
  readonly at: number;
  readonly from: { readonly done: number; readonly at: number };
}

/**
 * What is known of a job's course after another look at `now`, in milliseconds; the same as before while it makes no
 * step. Each attempt counts from where it was seen first: when it began is told by another clock, the server's.
 */
export function look(before: Seen | undefined, job: Job, now: number): Seen {
  const { attempt, stepsDone: done } = job;
  if (before !== undefined && before.attempt === attempt) {
    return before.done === done ? before : { ...before, done, at: now };
  }
  return { attempt, done, at: now, from: { done, at: now } };
}

export interface Pace {
  readonly perSecond: number;
  readonly secondsLeft: number;
}

/** Nothing before the first step that was seen. */
export function paceOf(seen: Seen, total: number): Pace | undefined {
  const steps = seen.done - seen.from.done;
  const seconds = (seen.at - seen.from.at) / 1000;
  if (steps <= 0 || seconds <= 0) {
    return undefined;
  }
  const perSecond = steps / seconds;
  return { perSecond, secondsLeft: (total - seen.done) / perSecond };
}
