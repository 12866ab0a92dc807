/** Where texts are kept by name. */
export type Store = Pick<Storage, "length" | "key" | "getItem" | "setItem" | "removeItem">;

/** What this browser keeps between visits; where it keeps nothing for us, what this page does until it is left. */
export const storage: Store = ofBrowser() ?? ofPage();

/** Merely to name it throws where cookies and site data are blocked. */
function ofBrowser(): Store | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

function ofPage(): Store {
  const texts = new Map<string, string>();
  return {
    get length() {
      return texts.size;
    },
    key: (index) => [...texts.keys()][index] ?? null,
    getItem: (name) => texts.get(name) ?? null,
    setItem: (name, text) => void texts.set(name, text),
    removeItem: (name) => void texts.delete(name),
  };
}
