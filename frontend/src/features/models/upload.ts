import { noAnswer, ProblemError, problemOf } from "../../api/problem";
import type { ModelImport, NewImport } from "../../api/types";
import type { Source } from "./Provenance";
import { beginImport, cancelImport, oneImport } from "./queries";

/** The form's fields as people leave them. */
export interface ImportWish extends Source {
  readonly kind: NewImport["kind"];
  readonly way: "UPLOAD" | "PATH";
  readonly file: File | null;
  readonly path: string;
  readonly baseModelId: string | undefined;
  readonly name: string;
}

export const emptyWish: ImportWish = {
  kind: "ADAPTER",
  way: "UPLOAD",
  file: null,
  path: "",
  baseModelId: undefined,
  name: "",
  licence: "",
  origin: "",
};

export const suffixOf = (kind: NewImport["kind"]): string => (kind === "ADAPTER" ? ".safetensors" : ".zip");

export const nameOf = (file: File | null): string =>
  file?.name.replace(/\.(safetensors|zip)$/i, "").slice(0, 200) ?? "";

export const isReady = (wish: ImportWish): boolean =>
  (wish.way === "UPLOAD" ? wish.file !== null && wish.file.size > 0 : wish.path.trim() !== "") &&
  (wish.kind === "BASE_MODEL" || wish.baseModelId !== undefined);

/** What is asked for; the bytes of an upload follow. */
export function asked(wish: ImportWish): NewImport {
  const name = wish.name.trim() || (wish.way === "UPLOAD" ? nameOf(wish.file) : "");
  return {
    kind: wish.kind,
    licence: wish.licence,
    origin: wish.origin,
    ...(name === "" ? {} : { name }),
    ...(wish.way === "UPLOAD" ? { size: wish.file?.size ?? 0 } : { path: wish.path.trim() }),
    ...(wish.kind === "ADAPTER" && wish.baseModelId !== undefined ? { baseModelId: wish.baseModelId } : {}),
  };
}

/** Begins an import and sends its file, if it has one. A file that cannot be sent to its end is given up. */
export async function beginAndSend(
  wish: ImportWish,
  onSent: (share: number) => void,
  onBegun: () => void,
): Promise<void> {
  const begun = await beginImport(asked(wish));
  onBegun();
  if (wish.way === "UPLOAD" && wish.file !== null) {
    const { file } = wish;
    try {
      await send(begun.id, file, (bytes) => onSent(bytes / file.size));
    } catch (cause) {
      await cancelImport(begun.id).catch(() => undefined); // a half file is of no use to anybody
      throw cause;
    }
  }
}

/** Below what a body may hold. */
const partSize = 8 << 20;
const mostTries = 8;

/**
 * Sends a file part by part. After a lost answer, or a server that was away for a moment, it goes on from where the
 * server stands.
 * @param pause between tries, milliseconds, growing with each
 */
export async function send(id: string, file: Blob, onSent: (bytes: number) => void, pause = 1_000): Promise<void> {
  let stands: Pick<ModelImport, "state" | "received"> = { state: "UPLOADING", received: 0 };
  let tries = 0;
  while (stands.state === "UPLOADING") {
    const offset = stands.received;
    try {
      stands = await put(id, offset, file.slice(offset, offset + partSize)); // empty when only the end is missing
      tries = 0;
      onSent(stands.received);
    } catch (cause) {
      tries += 1;
      if (tries === mostTries || !(cause instanceof ProblemError) || !goesOn(cause)) {
        throw cause;
      }
      await new Promise((resume) => setTimeout(resume, pause * tries));
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
