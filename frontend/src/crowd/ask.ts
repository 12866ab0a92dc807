import { make } from "./dom";

/**
 * A question with its answers, above everything else until one is given.
 * @returns what to close when there is nothing to ask any longer
 */
export function ask(
  question: string,
  answers: readonly (readonly [string, () => void])[],
  close: string,
): HTMLDialogElement {
  const dialog = make("dialog", { className: "reasons", aria: { label: question } }, make("h2", {}, question));
  for (const [text, act] of answers) {
    const answer = () => {
      dialog.close();
      act();
    };
    dialog.append(make("button", { className: "plain", type: "button", onclick: answer }, text));
  }
  dialog.append(make("button", { className: "undo", type: "button", onclick: () => dialog.close() }, close));
  dialog.onclose = () => dialog.remove();
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
