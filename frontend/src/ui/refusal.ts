/** What the engine says begins with a stable word, the name of its EngineFailure; other failures have none. */
export function refusalOf<C extends string>(
  error: string,
  codes: readonly C[],
): { readonly code?: C; readonly detail: string } {
  const code = codes.find((each) => error.startsWith(`${each}: `));
  return code === undefined ? { detail: error } : { code, detail: error.slice(code.length + 2) };
}
