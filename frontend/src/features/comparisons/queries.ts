import { queryOptions } from "@tanstack/react-query";
import { get, post } from "../../api/http";
import type { Comparison, NewComparison, Promotion } from "../../api/types";

export const comparisons = queryOptions({
  queryKey: ["comparisons"],
  queryFn: () => get<Comparison[]>("/api/comparisons"),
});

/** Asked again while it is undecided: votes keep coming. */
export const comparison = (id: string) =>
  queryOptions({
    queryKey: ["comparisons", id],
    queryFn: () => get<Comparison>(`/api/comparisons/${id}`),
    refetchInterval: (query) => (query.state.data?.state === "CLOSED" ? false : 3_000),
  });

export const createComparison = (wish: NewComparison) => post<Comparison>("/api/comparisons", wish);

export const promote = (wish: { modelVersionId: string; comparisonId?: string; reason?: string }) =>
  post<Promotion>("/api/promotions", wish);
