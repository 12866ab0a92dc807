import { beforeEach, expect, it, vi } from "vitest";
import { newSession } from "../src/features/rating/queries";
import { nextAssignments, postVote, withdraw } from "../src/rating/api";
import { visitor } from "../src/rating/rater";
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

// without it the server takes a page for another's: a visitor's once its session is over, or whoever's signs in later
it("says in the studio who asks and votes", async () => {
  localStorage.setItem("pinhua.vote.v1", JSON.stringify({ order: 1, vote }));
  const session = newSession("c1", "mei", () => undefined);
  session.start();
  await vi.waitFor(() => expect(session.sitting()).toMatchObject({ state: "EMPTY", pending: 0 }));
  session.stop();
  expect(server.requests.map(({ url }) => url.split("/").at(-1))).toEqual(expect.arrayContaining(["next", "votes"]));
  expect(new Set(said())).toEqual(new Set(["mei"]));
});

it("says that a visitor does, and who withdraws", async () => {
  await nextAssignments("c1", 1, visitor, 1);
  await postVote(vote, visitor);
  await withdraw(visitor);
  await withdraw("mei");
  expect(said()).toEqual(["VISITOR", "VISITOR", "VISITOR", "mei"]);
});
