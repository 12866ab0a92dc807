import { api, told } from "../api/client";
import type { Vote } from "./assignment";
import type { Rater } from "./rater";

export interface RatingCampaign {
  readonly id: string;
  /** Absent where it could tell what is compared with what. */
  readonly name?: string;
  readonly question: string;
  readonly taskKind: "PAIR" | "RANK_4";
}

/** Whose page asks. The server refuses what would count for another: for whoever signed in since, or for a visitor. */
const headersOf = (rater: Rater) => ({ "X-Pinhua-Rater": rater });

export const ratingCampaigns = () => told(api.GET("/api/rating/campaigns"));
/** @param consentVersion the text the rater agrees to by voting, where the page shows one */
export const nextAssignments = (campaignId: string, count: number, rater: Rater, consentVersion?: number) =>
  told(
    api.POST("/api/rating/campaigns/{id}/next", {
      params: { path: { id: campaignId } },
      body: { count, ...(consentVersion === undefined ? {} : { consentVersion }) },
      headers: headersOf(rater),
    }),
  );
export const postVote = (vote: Vote, rater: Rater) =>
  told(api.POST("/api/rating/votes", { body: vote, headers: headersOf(rater) }));
/** Takes all votes of the rater out of everything that is built from now on. */
export const withdraw = (rater: Rater) => told(api.POST("/api/rating/withdrawal", { headers: headersOf(rater) }));
