import { queryOptions } from "@tanstack/react-query";
import { api, told } from "../../api/client";
import type { NewRun } from "../../api/types";

export const runs = queryOptions({ queryKey: ["runs"], queryFn: () => told(api.GET("/api/runs")) });
/** Asked again while it waits or works, so that every change of state is seen. */
export const run = (id: string) =>
  queryOptions({
    queryKey: ["runs", id],
    queryFn: () => told(api.GET("/api/runs/{id}", { params: { path: { id } } })),
    refetchInterval: ({ state: { data } }) => (data?.state === "QUEUED" || data?.state === "RUNNING" ? 3_000 : false),
  });
export const samples = (id: string) =>
  queryOptions({
    queryKey: ["runs", id, "samples"],
    queryFn: () => told(api.GET("/api/runs/{id}/samples", { params: { path: { id } } })),
  });

export const startRun = (wish: NewRun) => told(api.POST("/api/runs", { body: wish }));
export const cancelRun = (id: string) => told(api.POST("/api/runs/{id}/cancel", { params: { path: { id } } }));
export const resumeRun = (id: string) => told(api.POST("/api/runs/{id}/resume", { params: { path: { id } } }));
export const eventsOf = (id: string) => `/api/runs/${id}/events`;
