import { queryOptions } from "@tanstack/react-query";
import { api, told } from "../../api/client";
import type { NewCampaign } from "../../api/types";

export const campaign = (id: string) =>
  queryOptions({
    queryKey: ["campaigns", id],
    queryFn: () => told(api.GET("/api/campaigns/{id}", { params: { path: { id } } })),
    // its events tell of pictures and votes, not of what the opening waits for
    refetchInterval: ({ state: { data } }) => (data?.state === "GENERATING" ? 5_000 : false),
  });

export const createCampaign = (wish: NewCampaign) => told(api.POST("/api/campaigns", { body: wish }));
export const openCampaign = (id: string) => told(api.POST("/api/campaigns/{id}/open", { params: { path: { id } } }));
export const closeCampaign = (id: string) => told(api.POST("/api/campaigns/{id}/close", { params: { path: { id } } }));
export const eventsOf = (id: string) => `/api/campaigns/${id}/events`;
