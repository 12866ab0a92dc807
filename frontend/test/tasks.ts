import type { Assignment } from "../src/rating/assignment";

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
