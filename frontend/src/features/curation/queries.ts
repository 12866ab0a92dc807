import { queryOptions } from "@tanstack/react-query";
import { get, post } from "../../api/http";
import type { CuratedVote, Curation, Snapshot } from "../../api/types";

export const curation = (id: string) =>
  queryOptions({ queryKey: ["curations", id], queryFn: () => get<Curation>(`/api/curations/${id}`) });

export const votesOf = (id: string, reason: string) =>
  queryOptions({
    queryKey: ["curations", id, "votes", reason],
    queryFn: () => get<CuratedVote[]>(`/api/curations/${id}/votes?reason=${encodeURIComponent(reason)}`),
  });

export const freeze = (curationId: string, name: string) =>
  post<Snapshot>(`/api/curations/${curationId}/snapshots`, { name });
