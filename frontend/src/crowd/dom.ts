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
