import { queryOptions } from "@tanstack/react-query";
import { nextAssignments, postVote, ratingCampaigns } from "../../rating/api";
import { loadPicture, releasePictures } from "../../rating/pictures";
import { RatingSession } from "../../rating/session";

export const openCampaigns = queryOptions({ queryKey: ["rating", "campaigns"], queryFn: ratingCampaigns });

/** Of a signed-in person. Five assignments stay at hand, as fast raters need. */
export const newSession = (campaignId: string) =>
  new RatingSession(
    {
      ask: (count) => nextAssignments(campaignId, count, undefined, "EXPERT"),
      send: (vote) => postVote(vote, "EXPERT"),
      load: loadPicture,
      release: releasePictures,
      storage: localStorage,
      now: () => performance.timeOrigin + performance.now(),
      clock: Date.now,
    },
    5,
  );
