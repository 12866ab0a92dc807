import { make } from "./dom";

/** A page that only says something, with what to do next. */
export function message(words: { readonly title: string; readonly text?: string }, ...children: Node[]): HTMLElement {
  return make(
    "main",
    { className: "message" },
    make("h1", {}, words.title),
    ...(words.text === undefined ? [] : [make("p", {}, words.text)]),
    ...children,
  );
}
