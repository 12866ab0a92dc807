import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { me } from "../api/me";
import { ProblemError } from "../api/problem";

/** What holds for everything that the pages ask: what is asked again, and who is asked after when a session is over. */
export function newQueryClient(): QueryClient {
  const lookAtSession = (error: Error) => {
    if (error instanceof ProblemError && error.signedOut) {
      void queries.invalidateQueries({ queryKey: me.queryKey });
    }
  };
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: lookAtSession }),
    mutationCache: new MutationCache({ onError: lookAtSession }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (count, error) => count < 2 && error instanceof ProblemError && error.passing,
      },
    },
  });
  return queries;
}
