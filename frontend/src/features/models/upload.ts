import type { NewImport } from "../../api/types";
import type { Source } from "./Provenance";
import { beginImport } from "./queries";
import { upload } from "./uploading";

/** The form's fields as people leave them. */
export interface ImportWish extends Source {
  readonly kind: NewImport["kind"];
  readonly way: "UPLOAD" | "PATH";
  readonly file: File | null;
  readonly path: string;
  readonly baseModelId: string | undefined;
  readonly name: string;
  /** Of a checkpoint in one file; without one, as the file says. */
  readonly prediction: NonNullable<NewImport["prediction"]> | undefined;
  /** Of a checkpoint in one file: the base model whose tokenizers it takes; without one, those beside it. */
  readonly tokenizerOf: string | undefined;
}

export const emptyWish: ImportWish = {
  kind: "ADAPTER",
  way: "UPLOAD",
  file: null,
  path: "",
  baseModelId: undefined,
  name: "",
  prediction: undefined,
  tokenizerOf: undefined,
  licence: "",
  origin: "",
};

const suffixes = {
  BASE_MODEL: ".zip,.safetensors",
  ADAPTER: ".safetensors,.zip",
  LEARNED_WORD: ".safetensors",
} as const;

/** What a file of that kind may be called, as a browser's chooser takes it. */
export const suffixOf = (kind: NewImport["kind"]): string => suffixes[kind];

const nameOf = (file: File | null): string => file?.name.replace(/\.(safetensors|zip)$/i, "").slice(0, 200) ?? "";

/** With another file, which brings its name along unless people wrote one. */
export const withFile = (wish: ImportWish, file: File | null): ImportWish => ({
  ...wish,
  file,
  name: wish.name === "" || wish.name === nameOf(wish.file) ? nameOf(file) : wish.name,
});

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
    ...(wish.way === "UPLOAD" ? askedOfFile(wish.file) : { path: wish.path.trim() }),
    ...(wish.kind !== "BASE_MODEL" && wish.baseModelId !== undefined ? { baseModelId: wish.baseModelId } : {}),
    ...(wish.kind === "BASE_MODEL" ? askedOfModel(wish) : {}),
  };
}

/** By its name alone a file may be refused, which is better heard before it is sent. */
const askedOfFile = (file: File | null): Pick<NewImport, "size" | "fileName"> => ({
  size: file?.size ?? 0,
  ...(file === null ? {} : { fileName: file.name }),
});

type OfModel = Pick<NewImport, "prediction" | "tokenizerOf">;

const askedOfModel = ({ prediction, tokenizerOf }: ImportWish): OfModel => ({
  ...(prediction === undefined ? {} : { prediction }),
  ...(tokenizerOf === undefined ? {} : { tokenizerOf }),
});

/** Begins an import. Its file, if it has one, follows from then on, whatever becomes of the form. */
export async function begin(wish: ImportWish): Promise<void> {
  const { id } = await beginImport(asked(wish));
  if (wish.way === "UPLOAD" && wish.file !== null) {
    void upload(id, wish.file);
  }
}
