/** Some failures begin with a stable word: the engine's with the name of an EngineFailure, refusals with their code. */
export function refusalOf<C extends string>(
  error: string,
  codes: readonly C[],
): { readonly code?: C; readonly detail: string } {
  const code = codes.find((each) => error.startsWith(`${each}: `));
  return code === undefined ? { detail: error } : { code, detail: error.slice(code.length + 2) };
}
