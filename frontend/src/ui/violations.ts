import type { TFunction } from "i18next";

/** What the application says about a value, as patterns, so that it can be said in the reader's language. */
const sayings = [
  [/^size must be between (?<min>\d+) and (?<max>\d+)$/, "size"],
  [/^must not be (?:blank|empty|null)$/, "blank"],
  [/^is absent or has the wrong type or form$/, "form"],
  [/^holds a character that cannot be kept .*$/, "unstorable"],
  [/^must be expert, curator or admin$/, "role"],
  [/^may hold letters, digits and \. _ @ \+ - only, .*$/, "name"],
  [/^must be greater than (?<bound>[\d.]+)$/, "above"],
  [/^must be greater than or equal to (?<bound>\S+)$/, "least"],
  [/^must be at least (?<bound>\S+).*$/, "least"],
  [/^must be less than or equal to (?<bound>\S+)$/, "most"],
  [/^must be another version than the champion$/, "another"],
  [/^must be a multiple of 8 from (?<min>\d+) to (?<max>\d+) pixels with this model$/, "side"],
  [/^marks nothing; .*$/, "unmarked"],
  [/^names a set without prompts$/, "emptySet"],
  [/^is no folder or file on the machine of the application.*$/, "noFolder"],
  [/^lies outside of the folders to import from: (?<what>.*?);.*$/, "outside"],
  [/^is a pickle, .*$/, "pickle"],
  [/^must be at most \d+ bytes$/, "mostBytes"],
  [/^must be at most (?<bound>\d+) with (?:the sampler .*|this model)$/, "most"],
  [/^names no base model; .*$/, "noBase"],
  [/^must be said of a checkpoint that is sent by itself$/, "bareCheckpoint"],
  [/^is said of checkpoints in one file only$/, "onlyCheckpoints"],
  [/^names no base model that is known$/, "unknownModel"],
  [/^names a base model without a folder tokenizer$/, "noTokenizer"],
  [/^names a base model whose tokenizer is not CLIP's$/, "otherTokenizer"],
  [/^names an adapter that does not fit (?<what>.*)$/, "unfit"],
  [/^must be a word of .*$/, "noWord"],
  [/^and negative prompt have (?<count>\d+) learned words, at most (?<max>\d+) .*$/, "tooManyWordsTogether"],
  [/^has (?<count>\d+) learned words, at most (?<max>\d+) .*$/, "tooManyWords"],
  [/^is missing.*$/, "missing"],
  [/^there is no prompt$/, "noPrompt"],
  [/^the (?<what>prompt|topic) is empty$/, "empty"],
  [/^the same prompt stands in line (?<line>\d+)$/, "repeated"],
  [/^the (?<what>prompt|topic) has (?<count>\d+) characters, at most (?<max>\d+)$/, "tooLong"],
  [/^the (?<what>prompt|topic) contains a control character$/, "control"],
  [/^at most (?<max>\d+) prompts are allowed, there are (?<count>\d+)$/, "tooMany"],
  [/^expected text and topic, found (?<count>\d+) columns$/, "columns"],
  [/^a quote inside a cell that does not begin with one$/, "strayQuote"],
  [/^a comma or the end of the line must follow a closing quote$/, "afterQuote"],
  [/^the quote that opens here is never closed$/, "openQuote"],
] as const;

const place = /^line (?<line>\d+), column (?<column>\d+): (?<what>.*)$/s;

/** The message in the reader's language; one that is not known stays as it came. */
export function explain(message: string, t: TFunction): string {
  const placed = place.exec(message)?.groups;
  if (placed !== undefined) {
    const { line = "", column = "", what = "" } = placed;
    return t("violation.at", { line, column, what: explain(what, t) });
  }
  for (const [pattern, key] of sayings) {
    const found = pattern.exec(message);
    if (found !== null) {
      const { min = "", max = "", bound = "", line = "", count = "", what = "" } = found.groups ?? {};
      return t(`violation.${key}`, { min, max, bound, line, what, count: Number(count) });
    }
  }
  return message;
}
