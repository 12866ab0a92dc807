import { queryOptions } from "@tanstack/react-query";
import { api, told } from "../../api/client";
import { whileLive } from "../../api/queries";

export const curation = (id: string) =>
  queryOptions({
    queryKey: ["curations", id],
    queryFn: () => told(api.GET("/api/curations/{id}", { params: { path: { id } } })),
  });

export const votesOf = (id: string, reason: string) =>
  queryOptions({
    queryKey: ["curations", id, "votes", reason],
    queryFn: () => told(api.GET("/api/curations/{id}/votes", { params: { path: { id }, query: { reason } } })),
  });

/** The jobs that were asked to freeze a curation run, newest first. */
export const freezeJobs = (curationId: string) =>
  queryOptions({
    queryKey: ["curations", curationId, "freeze-jobs"],
    queryFn: () => told(api.GET("/api/curations/{id}/snapshots/jobs", { params: { path: { id: curationId } } })),
    refetchInterval: whileLive,
  });

export const freeze = (curationId: string, name: string) =>
  told(api.POST("/api/curations/{id}/snapshots", { params: { path: { id: curationId } }, body: { name } }));
