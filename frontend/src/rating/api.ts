import { api, told } from "../api/client";
import type { Vote } from "./assignment";

export interface RatingCampaign {
  readonly id: string;
  /** Absent where it could tell what is compared with what. */
  readonly name?: string;
  readonly question: string;
  readonly taskKind: "PAIR" | "RANK_4";
}

/** Whose page asks. Once an expert's session is over the server refuses, where it would make a visitor of them. */
type Asker = "VISITOR" | "EXPERT";
const headersOf = (asker: Asker): Record<string, string> => (asker === "EXPERT" ? { "X-Pinhua-Rater": asker } : {});

export const ratingCampaigns = () => told(api.GET("/api/rating/campaigns"));
/** @param consentVersion the text the rater agrees to by voting, where the page shows one */
export const nextAssignments = (campaignId: string, count: number, consentVersion?: number, asker: Asker = "VISITOR") =>
  told(
    api.POST("/api/rating/campaigns/{id}/next", {
      params: { path: { id: campaignId } },
      body: { count, ...(consentVersion === undefined ? {} : { consentVersion }) },
      headers: headersOf(asker),
    }),
  );
export const postVote = (vote: Vote, asker: Asker = "VISITOR") =>
  told(api.POST("/api/rating/votes", { body: vote, headers: headersOf(asker) }));
/** Takes all votes of this device out of everything that is built from now on. */
export const withdraw = () => told(api.POST("/api/rating/withdrawal"));
