import { type QueryKey, type UseQueryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { isLive } from "./queries";
import type { Job } from "./types";

interface Asked {
  readonly job?: Job;
}

/**
 * Asks for long work and follows the newest job of its kind, also one that somebody else asked for or that was under
 * way before this page was opened. `onEnd` hears the answer once: from a job that was seen at work, or at once where
 * there was nothing to do; `mine` says whether it was asked for here.
 */
export function useLongWork<A extends Asked, K extends QueryKey>(
  list: UseQueryOptions<A[], Error, A[], K> & { readonly queryKey: K },
  ask: () => Promise<A>,
  onEnd: (answer: A, mine: boolean) => void,
) {
  const queries = useQueryClient();
  const newest = useQuery(list).data?.[0];
  const told = useRef(onEnd);
  told.current = onEnd;
  const watched = useRef<string>(undefined);
  const [mine, setMine] = useState<string>();
  const begin = useMutation({
    mutationFn: ask,
    onSuccess: (answer) => {
      setMine(answer.job?.id);
      if (answer.job === undefined) {
        told.current(answer, true);
        return;
      }
      watched.current = answer.job.id;
      return queries.invalidateQueries({ queryKey: list.queryKey });
    },
  });
  useEffect(() => {
    if (newest?.job === undefined) {
      return;
    }
    if (isLive(newest.job)) {
      watched.current = newest.job.id;
    } else if (watched.current === newest.job.id) {
      watched.current = undefined;
      told.current(newest, newest.job.id === mine);
    }
  }, [newest, mine]);
  return { begin, job: newest?.job };
}
