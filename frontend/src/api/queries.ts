import { queryOptions } from "@tanstack/react-query";
import { get, post } from "./http";
import type { Campaign, Curation, CurationSummary, ModelVersion, PromptSet, Serving, Snapshot } from "./types";

// What more than one feature asks for.

export const modelVersions = queryOptions({
  queryKey: ["model-versions"],
  queryFn: () => get<ModelVersion[]>("/api/model-versions"),
});

export const serving = queryOptions({ queryKey: ["serving"], queryFn: () => get<Serving>("/api/serving") });

export const promptSets = queryOptions({
  queryKey: ["prompt-sets"],
  queryFn: () => get<PromptSet[]>("/api/prompt-sets"),
});

export const campaigns = queryOptions({ queryKey: ["campaigns"], queryFn: () => get<Campaign[]>("/api/campaigns") });

export const curationsOf = (campaignId: string) =>
  queryOptions({
    queryKey: ["campaigns", campaignId, "curations"],
    queryFn: () => get<CurationSummary[]>(`/api/campaigns/${campaignId}/curations`),
  });

export const curate = (campaignId: string) => post<Curation>(`/api/campaigns/${campaignId}/curations`);

export const snapshots = queryOptions({ queryKey: ["snapshots"], queryFn: () => get<Snapshot[]>("/api/snapshots") });
