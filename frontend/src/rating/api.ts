import { get, post } from "../api/http";
import type { Assignment, Receipt, Vote } from "./assignment";

export interface RatingCampaign {
  readonly id: string;
  readonly name?: string;
  readonly question: string;
  readonly taskKind: "PAIR" | "RANK_4";
  readonly left?: number;
}

export const ratingCampaigns = () => get<RatingCampaign[]>("/api/rating/campaigns");
export const nextAssignments = (campaignId: string, count: number) =>
  post<Assignment[]>(`/api/rating/campaigns/${campaignId}/next`, { count });
export const postVote = (vote: Vote) => post<Receipt>("/api/rating/votes", vote);
