import { type QueryKey, type UseQueryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { isLive } from "./queries";
import type { Job } from "./types";

interface Asked {
  readonly job?: Job;
}

/** What is known of the newest job of its kind. */
export interface LongWork {
  readonly job: Job | undefined;
  /** Why the jobs could not be read. */
  readonly error: Error | null;
  /** Whether its end, once it has come, came while the page was there. */
  readonly watched: boolean;
  /** Of the list of jobs. */
  readonly queryKey: QueryKey;
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
  const { data, error } = useQuery(list);
  const newest = data?.[0];
  const [old, setOld] = useState<string | null>(); // the job that was over at the first look, if there was one
  if (old === undefined && data !== undefined) {
    setOld(newest?.job !== undefined && !isLive(newest.job) ? newest.job.id : null);
  }
  const told = useRef(onEnd);
  told.current = onEnd;
  const awaited = useRef<string>(undefined);
  const [mine, setMine] = useState<string>();
  const begin = useMutation({
    mutationFn: ask,
    onSuccess: (answer) => {
      setMine(answer.job?.id);
      if (answer.job === undefined) {
        told.current(answer, true);
        return;
      }
      awaited.current = answer.job.id;
      return queries.invalidateQueries({ queryKey: list.queryKey });
    },
  });
  useEffect(() => {
    if (newest?.job === undefined) {
      return;
    }
    if (isLive(newest.job)) {
      awaited.current = newest.job.id;
    } else if (awaited.current === newest.job.id) {
      awaited.current = undefined;
      told.current(newest, newest.job.id === mine);
    }
  }, [newest, mine]);
  const work: LongWork = { job: newest?.job, error, watched: newest?.job?.id !== old, queryKey: list.queryKey };
  return { begin, work };
}
