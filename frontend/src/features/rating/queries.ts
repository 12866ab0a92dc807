import { queryOptions } from "@tanstack/react-query";
import { storage } from "../../api/storage";
import { nextAssignments, postVote, ratingCampaigns } from "../../rating/api";
import { loadPicture, releasePictures } from "../../rating/pictures";
import type { Rater } from "../../rating/rater";
import { RatingSession } from "../../rating/session";

export const openCampaigns = queryOptions({ queryKey: ["rating", "campaigns"], queryFn: ratingCampaigns });

/** Of a signed-in person. Five assignments stay at hand, as fast raters need. */
export const newSession = (campaignId: string, rater: Rater, onRaterChanged: () => void) =>
  new RatingSession(
    {
      ask: (count) => nextAssignments(campaignId, count, rater),
      send: (vote) => postVote(vote, rater),
      load: loadPicture,
      release: releasePictures,
      storage,
      campaignId,
      rater,
      onRaterChanged,
      now: () => performance.timeOrigin + performance.now(),
      clock: Date.now,
    },
    5,
  );
