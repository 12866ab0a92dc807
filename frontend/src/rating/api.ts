import { api, told } from "../api/client";
import type { Vote } from "./assignment";

export interface RatingCampaign {
  readonly id: string;
  /** Absent where it could tell what is compared with what. */
  readonly name?: string;
  readonly question: string;
  readonly taskKind: "PAIR" | "RANK_4";
}

export const ratingCampaigns = () => told(api.GET("/api/rating/campaigns"));
/** @param consentVersion the text the rater agrees to by voting, where the page shows one */
export const nextAssignments = (campaignId: string, count: number, consentVersion?: number) =>
  told(
    api.POST("/api/rating/campaigns/{id}/next", {
      params: { path: { id: campaignId } },
      body: { count, ...(consentVersion === undefined ? {} : { consentVersion }) },
    }),
  );
export const postVote = (vote: Vote) => told(api.POST("/api/rating/votes", { body: vote }));
/** Takes all votes of this device out of everything that is built from now on. */
export const withdraw = () => told(api.POST("/api/rating/withdrawal"));
