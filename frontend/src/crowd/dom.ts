type Child = Node | string;

/** Makes an element; text only ever becomes a text node. */
export function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Partial<HTMLElementTagNameMap[K]> & { readonly aria?: Readonly<Record<string, string>> } = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const { aria = {}, ...rest } = properties;
  const element = Object.assign(document.createElement(name), rest);
  for (const [key, value] of Object.entries(aria)) {
    element.setAttribute(key === "role" ? key : `aria-${key}`, value);
  }
  element.append(...children);
  return element;
}

/** Gives the focus to the heading of what is shown now, which is read out by that. */
export function focusHeading(shown: Element | null): void {
  const heading = shown?.querySelector("h1") ?? null;
  if (heading !== null) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
}
