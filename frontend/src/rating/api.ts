import { get, post } from "../api/http";
import type { Assignment, Receipt, Vote } from "./assignment";

export interface RatingCampaign {
  readonly id: string;
  readonly name: string;
  readonly question: string;
  readonly taskKind: "PAIR" | "RANK_4";
}

export const ratingCampaigns = () => get<RatingCampaign[]>("/api/rating/campaigns");
/** @param consentVersion the text the rater agrees to by voting, where the page shows one */
export const nextAssignments = (campaignId: string, count: number, consentVersion?: number) =>
  post<Assignment[]>(`/api/rating/campaigns/${campaignId}/next`, { count, consentVersion });
export const postVote = (vote: Vote) => post<Receipt>("/api/rating/votes", vote);
/** Takes all votes of this device out of everything that is built from now on. */
export const withdraw = () => post<void>("/api/rating/withdrawal");
