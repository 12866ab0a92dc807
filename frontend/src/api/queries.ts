import { queryOptions } from "@tanstack/react-query";
import { api, told } from "./client";
import type { Job } from "./types";

// What more than one feature asks for.

export const modelVersions = queryOptions({
  queryKey: ["model-versions"],
  queryFn: () => told(api.GET("/api/model-versions")),
});

export const baseModels = queryOptions({ queryKey: ["base-models"], queryFn: () => told(api.GET("/api/base-models")) });

export const adapters = queryOptions({ queryKey: ["adapters"], queryFn: () => told(api.GET("/api/adapters")) });

export const learnedWords = queryOptions({
  queryKey: ["learned-words"],
  queryFn: () => told(api.GET("/api/learned-words")),
});

export const serving = queryOptions({ queryKey: ["serving"], queryFn: () => told(api.GET("/api/serving")) });

export const promptSets = queryOptions({
  queryKey: ["prompt-sets"],
  queryFn: () => told(api.GET("/api/prompt-sets")),
});

export const campaigns = queryOptions({ queryKey: ["campaigns"], queryFn: () => told(api.GET("/api/campaigns")) });

/**
 * The pictures of a campaign by prompt, thousands of them. While it holds fewer than the `done` that were made it is asked
 * for again, now and then; the last ones come that way, too.
 */
export const gallery = (id: string, done: number) =>
  queryOptions({
    queryKey: ["campaigns", id, "images"],
    queryFn: () => told(api.GET("/api/campaigns/{id}/images", { params: { path: { id } } })),
    refetchInterval: ({ state: { data = [] } }) =>
      data.reduce((sum, { images }) => sum + images.length, 0) < done ? 10_000 : false,
    gcTime: 30_000,
  });

export const curationsOf = (campaignId: string) =>
  queryOptions({
    queryKey: ["campaigns", campaignId, "curations"],
    queryFn: () => told(api.GET("/api/campaigns/{id}/curations", { params: { path: { id: campaignId } } })),
  });

export const isLive = (job: Job): boolean => job.endedAt === undefined;

/** Asks for a list of jobs again while one of them is at work. */
export const whileLive = ({ state }: { state: { data: readonly { readonly job?: Job }[] | undefined } }) =>
  state.data?.some(({ job }) => job !== undefined && isLive(job)) === true ? 1_000 : false;

export const cancelJob = (id: string) => told(api.POST("/api/jobs/{id}/cancel", { params: { path: { id } } }));

/** The curations that were asked for lately, newest first. */
export const curationJobs = (campaignId: string) =>
  queryOptions({
    queryKey: ["campaigns", campaignId, "curation-jobs"],
    queryFn: () => told(api.GET("/api/campaigns/{id}/curations/jobs", { params: { path: { id: campaignId } } })),
    refetchInterval: whileLive,
  });

export const curate = (campaignId: string) =>
  told(api.POST("/api/campaigns/{id}/curations", { params: { path: { id: campaignId } } }));

export const snapshots = queryOptions({ queryKey: ["snapshots"], queryFn: () => told(api.GET("/api/snapshots")) });
