import { queryOptions } from "@tanstack/react-query";
import { get, post } from "../../api/http";
import type { Campaign, NewCampaign, PromptSet } from "../../api/types";

export const campaign = (id: string) =>
  queryOptions({ queryKey: ["campaigns", id], queryFn: () => get<Campaign>(`/api/campaigns/${id}`) });

export interface NewPromptSet {
  readonly name: string;
  readonly text: string;
  readonly format: "LINES" | "CSV";
}

export const createPromptSet = (set: NewPromptSet) => post<PromptSet>("/api/prompt-sets", set);
export const createCampaign = (wish: NewCampaign) => post<Campaign>("/api/campaigns", wish);
export const openCampaign = (id: string) => post<Campaign>(`/api/campaigns/${id}/open`);
export const closeCampaign = (id: string) => post<Campaign>(`/api/campaigns/${id}/close`);
export const eventsOf = (id: string) => `/api/campaigns/${id}/events`;
