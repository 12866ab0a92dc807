import { useSyncExternalStore } from "react";
import { noAnswer, ProblemError, problemOf } from "../../api/problem";
import type { ModelImport } from "../../api/types";
import { oneImport } from "./queries";

/** How an upload of this page goes: what holds it up passes, and it goes on by itself; an error may have ended it. */
interface Course {
  readonly heldUpBy?: ProblemError;
  readonly endedBy?: Error;
  /** What it was sending when its sender was signed out, to go on with. */
  readonly file?: Blob;
}

const courses = new Map<string, Course>();
const watchers = new Set<() => void>();

function note(id: string, course: Course | undefined): void {
  if (course === undefined) {
    courses.delete(id);
  } else {
    courses.set(id, course);
  }
  for (const watcher of watchers) {
    watcher();
  }
}

/** The course of an upload that this page sends; undefined for those that it does not. */
export const useCourse = (id: string): Course | undefined =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => courses.get(id),
  );

/**
 * Sends a file to its end, while the page lives. What ended early stays on the server for a day, to go on with.
 * @param from where the server stands, bytes
 */
export async function upload(id: string, file: Blob, from = 0): Promise<void> {
  note(id, {});
  try {
    await send(id, file, from, (course) => note(id, course));
    note(id, undefined);
  } catch (cause) {
    const endedBy = cause instanceof Error ? cause : new Error(String(cause));
    const signedOut = cause instanceof ProblemError && cause.signedOut;
    note(id, { endedBy, ...(signedOut ? { file } : {}) });
  }
}

/** Below what a body may hold. */
const partSize = 8 << 20;
const patience = 30 * 60_000; // milliseconds without a part that arrived
const firstPause = 1_000;
const longestPause = 30_000;

/** Sends a file part by part. After a lost answer, or a server that was away, it goes on from where the server stands. */
export async function send(id: string, file: Blob, from: number, tell: (course: Course) => void): Promise<void> {
  let stands: Pick<ModelImport, "state" | "received"> = { state: "UPLOADING", received: from };
  let tries = 0;
  let arrived = Date.now();
  while (stands.state === "UPLOADING") {
    const offset = stands.received;
    try {
      stands = await put(id, offset, file.slice(offset, offset + partSize)); // empty when only the end is missing
      tries = 0;
      arrived = Date.now();
      tell({});
    } catch (cause) {
      if (!(cause instanceof ProblemError) || !goesOn(cause) || Date.now() - arrived > patience) {
        throw cause;
      }
      tell(cause.passing ? { heldUpBy: cause } : {});
      const pause = Math.min(longestPause, firstPause * 2 ** tries);
      tries += 1;
      await new Promise((resume) => setTimeout(resume, pause));
      stands = await oneImport(id).catch(() => stands);
    }
  }
}

const goesOn = (problem: ProblemError): boolean => problem.passing || problem.problem.code === "UPLOAD_ELSEWHERE";

async function put(id: string, offset: number, part: Blob): Promise<ModelImport> {
  const answer = await fetch(`/api/imports/${id}/content?offset=${offset}`, {
    method: "PUT",
    credentials: "same-origin",
    headers: {
      Accept: "application/json",
      "Content-Type": "application/octet-stream",
      "X-Requested-With": "JavaScript",
      "X-Pinhua-Request": "1",
    },
    body: part,
  }).catch((cause: unknown) => {
    throw noAnswer(cause);
  });
  if (!answer.ok) {
    throw await problemOf(answer);
  }
  return answer.json();
}
