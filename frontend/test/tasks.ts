import type { Assignment } from "../src/rating/assignment";
import { visitor } from "../src/rating/rater";
import type { Ends } from "../src/rating/session";

/** One task of many as the server hands it out. */
export const pair = (number: number): Assignment => ({
  assignmentId: `assignment-${number}`,
  token: `token-${number}`,
  taskKind: "PAIR",
  question: "哪张更好？",
  prompt: `夜空下穿红色长袍的人 ${number}`,
  slots: [0, 1].map((slot) => ({ slot, imageUrl: `/opaque/${number}/${slot}` })),
  leaseSeconds: 1_800,
});

/** The ends of a session whose server has as many tasks as are asked for, and keeps every vote. */
export const willing = (now: () => number): Ends => {
  let issued = 0;
  return {
    ask: async (count) => Array.from({ length: count }, () => pair(issued++)),
    send: async ({ voteId }) => ({ voteId, state: "STORED", next: [] }),
    load: async (url) => url,
    release: () => undefined,
    storage: localStorage,
    campaignId: "c1",
    rater: visitor,
    onRaterChanged: () => undefined,
    now,
    clock: now,
  };
};
