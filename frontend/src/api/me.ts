import { type QueryClient, type QueryKey, queryOptions, useQuery } from "@tanstack/react-query";
import { api, told } from "./client";
import { ProblemError } from "./problem";
import type { Me, Role } from "./types";

/** Who a page is for. Who was signed in stays so to the page, which else would lose what they wrote there. */
interface Who extends Me {
  readonly sessionOver?: boolean;
}

const nobody: Me = { signedIn: false, roles: [] };

const ask = () =>
  told(api.GET("/api/me")).catch((cause: unknown) => {
    if (cause instanceof ProblemError && cause.signedOut) {
      return nobody;
    }
    throw cause;
  });

async function who({ client, queryKey }: { client: QueryClient; queryKey: QueryKey }): Promise<Who> {
  const found = await ask();
  const before = client.getQueryData<Who>(queryKey);
  return !found.signedIn && before?.signedIn === true ? { ...before, sessionOver: true } : found;
}

export const me = queryOptions({
  queryKey: ["me"],
  queryFn: who,
  // who comes back to a page whose session is over may have signed in again
  staleTime: ({ state }) => (state.data?.sessionOver === true ? 0 : 60_000),
});

/** Whether the signed-in person has a role; administrators are curators, curators are experts. */
export function useRole(role: Role): boolean {
  const roles = useQuery(me).data?.roles ?? [];
  return roles.includes(role);
}
