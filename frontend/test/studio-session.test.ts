import { beforeEach, expect, it, vi } from "vitest";
import { newSession } from "../src/features/rating/queries";
import { nextAssignments, postVote } from "../src/rating/api";
import { pair } from "./tasks";

/** Set before anything is loaded: the client of the API keeps the one it finds. */
const server = vi.hoisted(() => {
  const held = { requests: [] as Request[] };
  vi.stubGlobal("fetch", async (request: Request) => {
    held.requests.push(request);
    const body = request.url.endsWith("/votes") ? { voteId: "v1", state: "STORED", next: [] } : [];
    return new Response(JSON.stringify(body), { status: 200, headers: { "Content-Type": "application/json" } });
  });
  return held;
});

const vote = {
  voteId: "v1",
  assignmentId: pair(0).assignmentId,
  token: pair(0).token,
  choice: "LEFT" as const,
  tags: [],
  dwellMillis: 900,
  input: "KEY" as const,
};

const said = () => server.requests.map((each) => each.headers.get("X-Pinhua-Rater"));

beforeEach(() => {
  localStorage.clear();
  server.requests.length = 0;
});

// without it the server takes a page whose session is over for a visitor's, who is another rater
it("says in the studio that a signed-in person asks and votes", async () => {
  localStorage.setItem("pinhua.vote.v1", JSON.stringify({ order: 1, vote }));
  const session = newSession("c1");
  session.start();
  await vi.waitFor(() => expect(said()).toHaveLength(2));
  session.stop();
  expect(said()).toEqual(["EXPERT", "EXPERT"]);
});

it("says nothing of the kind for a visitor", async () => {
  await nextAssignments("c1", 1, 1);
  await postVote(vote);
  expect(said()).toEqual([null, null]);
});
