import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { Generation } from "../../api/types";
import { isOver } from "./progress";
import { history, readings } from "./queries";

/** Asks anew what changes once a request that was seen at work is over, whoever told of its end. */
export function useEnds(followed: readonly (Generation | undefined)[]) {
  const queries = useQueryClient();
  const live = useRef(new Set<string>());
  useEffect(() => {
    let ended = false;
    for (const each of followed) {
      if (each !== undefined && !isOver(each)) {
        live.current.add(each.id);
      } else if (each !== undefined && live.current.delete(each.id)) {
        ended = true;
      }
    }
    if (ended) {
      void queries.invalidateQueries({ queryKey: history.queryKey });
      void queries.invalidateQueries({ queryKey: readings.queryKey }); // the engine that drew can tell now
    }
  });
}
