import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, told } from "./client";
import { ProblemError } from "./problem";
import type { Me, Role } from "./types";

const nobody: Me = { signedIn: false, roles: [] };

export const me = queryOptions({
  queryKey: ["me"],
  queryFn: () =>
    told(api.GET("/api/me")).catch((cause: unknown) => {
      if (cause instanceof ProblemError && cause.signedOut) {
        return nobody;
      }
      throw cause;
    }),
  staleTime: 60_000,
});

/** Whether the signed-in person has a role; administrators are curators, curators are experts. */
export function useRole(role: Role): boolean {
  const roles = useQuery(me).data?.roles ?? [];
  return roles.includes(role);
}
