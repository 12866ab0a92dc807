import { queryOptions } from "@tanstack/react-query";
import { get, post } from "../../api/http";
import type { NewRun, Run, RunSample } from "../../api/types";

export const runs = queryOptions({ queryKey: ["runs"], queryFn: () => get<Run[]>("/api/runs") });
/** Asked again while it waits or works, so that every change of state is seen. */
export const run = (id: string) =>
  queryOptions({
    queryKey: ["runs", id],
    queryFn: () => get<Run>(`/api/runs/${id}`),
    refetchInterval: ({ state: { data } }) => (data?.state === "QUEUED" || data?.state === "RUNNING" ? 3_000 : false),
  });
export const samples = (id: string) =>
  queryOptions({ queryKey: ["runs", id, "samples"], queryFn: () => get<RunSample[]>(`/api/runs/${id}/samples`) });

export const startRun = (wish: NewRun) => post<Run>("/api/runs", wish);
export const cancelRun = (id: string) => post<Run>(`/api/runs/${id}/cancel`);
export const resumeRun = (id: string) => post<Run>(`/api/runs/${id}/resume`);
export const eventsOf = (id: string) => `/api/runs/${id}/events`;
