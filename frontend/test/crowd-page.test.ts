import { fireEvent, screen } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { pair } from "./tasks";

/** Set before anything is loaded: the client of the API keeps the one it finds. */
const server = vi.hoisted(() => {
  const json = (body: unknown, status = 200) =>
    new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
  const held = {
    json,
    asked: [] as string[],
    /** For whom the page said it asked last, by what it asked for. */
    said: {} as Record<string, string | null>,
    answers: {} as Record<string, () => Response | Promise<Response>>,
  };
  vi.stubGlobal("fetch", async (request: Request | string) => {
    const { pathname } = new URL(typeof request === "string" ? request : request.url, "http://x");
    held.asked.push(pathname);
    held.said[pathname] = typeof request === "string" ? null : request.headers.get("X-Pinhua-Rater");
    return held.answers[pathname]?.() ?? json({ title: "Not found", status: 404, code: "NOT_FOUND" }, 404);
  });
  return held;
});

const campaign = { id: "c1", question: "哪张更好？", taskKind: "PAIR" };
const next = "/api/rating/campaigns/c1/next";
const withdrawal = "/api/rating/withdrawal";
const votes = "/api/rating/votes";

/** The expert who is signed in from now on; what is asked for somebody else is refused. */
const signIn = (id: string) => {
  const unlessFor = (path: string, answer: () => Response) => () =>
    server.said[path] === id
      ? answer()
      : server.json({ title: "The page was opened for another rater", status: 409, code: "RATER_CHANGED" }, 409);
  server.answers["/api/me"] = () => server.json({ signedIn: true, id, roles: ["expert"] });
  server.answers[next] = unlessFor(next, () => server.json([]));
  server.answers[votes] = unlessFor(votes, () => server.json({ voteId: "v1", state: "STORED", next: [] }));
  server.answers[withdrawal] = unlessFor(withdrawal, () => server.json({ pseudonym: "E-1", tier: "EXPERT" }));
};

/** The page as it begins. */
const visit = async () => {
  vi.resetModules();
  document.body.innerHTML = '<div id="rate"></div>';
  await import("../src/crowd/main");
};

const press = (name: string) => fireEvent.click(screen.getByText(name, { selector: "button" }));

const withdraw = () => {
  press("撤回我的全部投票");
  press("全部撤回");
};

beforeEach(() => {
  localStorage.clear();
  server.asked.length = 0;
  server.said = {};
  server.answers = {
    "/api/me": () => server.json({ signedIn: false, roles: [] }),
    "/api/rating/campaigns": () => server.json([campaign]),
    [next]: () => server.json([]),
    [withdrawal]: () => server.json({ pseudonym: "A-1F2E3D4C", tier: "ANONYMOUS" }),
  };
});

it("keeps the name under which a visitor's votes stay, and asks for nothing more", async () => {
  await visit();
  await screen.findByText("暂时没有新题了");
  withdraw();
  await screen.findByText(/你在这里的代号是 A-1F2E3D4C/);
  const asked = server.asked.length;
  expect(server.asked.at(-1)).toBe(withdrawal);
  dispatchEvent(new Event("online"));
  press("English");
  await screen.findByText(/You are A-1F2E3D4C here/);
  expect(server.asked.length).toBe(asked);
});

it("lets a visitor withdraw whose campaign is over, and says why it did not work", async () => {
  server.answers[next] = () => server.json({ title: "Closed", status: 409, code: "CAMPAIGN_NOT_OPEN" }, 409);
  server.answers[withdrawal] = () => server.json({ title: "Unknown", status: 403, code: "RATER_UNKNOWN" }, 403);
  await visit();
  await screen.findByText("活动现在不收票");
  withdraw();
  await screen.findByText("认不出这个浏览器");
  press("取消");
  await screen.findByText("活动现在不收票");
});

it("reads out how a withdrawal goes, whose button is gone", async () => {
  server.answers[withdrawal] = () => Promise.reject(new TypeError("away"));
  await visit();
  await screen.findByText("暂时没有新题了");
  withdraw();
  expect(document.activeElement?.textContent).toBe("正在撤回…");
  const heading = await screen.findByText("没有连上");
  expect(document.activeElement).toBe(heading);
  server.answers[withdrawal] = () => server.json({ pseudonym: "A-1F2E3D4C", tier: "ANONYMOUS" });
  press("再试一次");
  await screen.findByText(/A-1F2E3D4C/);
  expect(document.activeElement?.textContent).toBe("已撤回。谢谢你来过。");
});

it("tries a withdrawal again, not the campaign", async () => {
  server.answers[withdrawal] = () => Promise.reject(new TypeError("away"));
  await visit();
  await screen.findByText("暂时没有新题了");
  withdraw();
  await screen.findByText("没有连上");
  const asked = server.asked.filter((path) => path === next).length;
  server.answers[withdrawal] = () => server.json({ pseudonym: "A-1F2E3D4C", tier: "ANONYMOUS" });
  press("再试一次");
  await screen.findByText(/A-1F2E3D4C/);
  expect(server.asked.filter((path) => path === next)).toHaveLength(asked);
});

it("says in the visitor's words that a picture is gone", async () => {
  const gone = { title: "There is no such image for you", status: 404, code: "IMAGE_GONE" };
  server.answers[next] = () => server.json([pair(0)]);
  for (const { imageUrl } of pair(0).slots) {
    server.answers[imageUrl] = () => server.json(gone, 404);
  }
  await visit();
  await screen.findByText("有一张图已不可用");
  press("English");
  await screen.findByText("A picture is no longer available");
});

// without it the server takes an expert whose session ends for a visitor, who is another rater
it.each([
  [["expert"], "p1"],
  [["curator"], "p1"],
  [["admin"], "p1"],
  [[], "VISITOR"],
])("says who asks, when somebody with these roles is signed in: %j", async (roles, said) => {
  server.answers["/api/me"] = () => server.json({ signedIn: true, id: "p1", roles });
  await visit();
  await screen.findByText("暂时没有新题了");
  expect(server.said[next]).toBe(said);
});

it("takes whose session is over for a visitor", async () => {
  server.answers["/api/me"] = () => server.json({ title: "Sign in first", status: 401, code: "NOT_SIGNED_IN" }, 401);
  await visit();
  await screen.findByText("暂时没有新题了");
  expect(server.said[next]).toBe("VISITOR");
});

it("opens anew for the expert who signs in beside it, and keeps what the visitor said", async () => {
  const vote = { voteId: "v1", assignmentId: "a1", token: "t", choice: "TIE", tags: [], dwellMillis: 9, input: "TAP" };
  const kept = { order: 1, vote, rater: "VISITOR", campaignId: "c1", keptAt: Date.now() };
  localStorage.setItem("pinhua.vote.v1", JSON.stringify(kept));
  server.answers[votes] = () => server.json({ title: "Busy", status: 503, code: "OVERLOADED" }, 503);
  await visit();
  await screen.findByText("1 票待送达");
  press("撤回我的全部投票");
  signIn("p1");
  await screen.findByText("暂时没有新题了");
  expect(server.said[next]).toBe("p1");
  expect(server.said[votes]).toBe("VISITOR");
  expect(localStorage.getItem("pinhua.vote.v1")).not.toBeNull();

  press("全部撤回"); // asked before the page opened anew
  await screen.findByText("现在登录的是另一个人");
  expect(server.said[withdrawal]).toBe("VISITOR");
});

it("lets go of the votes that wait when their rater withdraws, and of nobody else's", async () => {
  const keep = (voteId: string, rater: string) => {
    const vote = { voteId, assignmentId: "a1", token: "t", choice: "TIE", tags: [], comment: "mine", dwellMillis: 9 };
    const kept = { order: 1, vote, rater, campaignId: "c1", keptAt: Date.now() };
    localStorage.setItem(`pinhua.vote.${voteId}`, JSON.stringify(kept));
  };
  keep("v1", "VISITOR");
  keep("v2", "p1");
  server.answers[votes] = () => server.json({ title: "Busy", status: 503, code: "OVERLOADED" }, 503);
  server.answers[withdrawal] = () => Promise.reject(new TypeError("away"));
  await visit();
  await screen.findByText("1 票待送达");
  withdraw();
  await screen.findByText("没有连上");
  expect(localStorage.getItem("pinhua.vote.v1"), "nothing was withdrawn yet").not.toBeNull();
  server.answers[withdrawal] = () => server.json({ pseudonym: "A-1F2E3D4C", tier: "ANONYMOUS" });
  press("再试一次");
  await screen.findByText(/A-1F2E3D4C/);
  expect(localStorage.getItem("pinhua.vote.v1")).toBeNull();
  expect(localStorage.getItem("pinhua.vote.v2")).not.toBeNull();
});

it("withdraws nobody but whose page it is, and opens anew for whoever is here", async () => {
  await visit();
  await screen.findByText("暂时没有新题了");
  signIn("p1");
  withdraw();
  await screen.findByText("现在登录的是另一个人");
  expect(server.said[withdrawal]).toBe("VISITOR");
  press("再试一次");
  await screen.findByText("暂时没有新题了");
  expect(server.said[next]).toBe("p1");
  expect(server.asked.filter((path) => path === withdrawal)).toHaveLength(1);
  withdraw();
  await screen.findByText(/E-1/);
  expect(server.said[withdrawal]).toBe("p1");
});

it("asks once more who is here, when that fails and may pass", async () => {
  const busy = () => server.json({ title: "Busy", status: 503, code: "OVERLOADED" }, 503);
  const nobody = () => server.json({ signedIn: false, roles: [] });
  const answers = [busy, nobody];
  server.answers["/api/me"] = () => (answers.shift() ?? busy)();
  await visit();
  await screen.findByText("暂时没有新题了");
  expect(server.asked.filter((path) => path === "/api/me")).toHaveLength(2);
});

it("lets pick a campaign before it is known who is here", async () => {
  server.answers["/api/me"] = () => new Promise<Response>(() => undefined);
  server.answers["/api/rating/campaigns"] = () => server.json([campaign, { ...campaign, id: "c2" }]);
  await visit();
  await screen.findByText("选一个活动");
});

const busy = ["现在人多，忙不过来", "Very busy right now"];
const restarting = ["服务正在重启", "The service is restarting"];
const trouble = ["服务出了点问题", "Something went wrong on our side"];

it.each([
  [503, "OVERLOADED", busy],
  [503, "STOPPING", restarting],
  [503, "DATABASE_AWAY", trouble],
  [500, "INTERNAL_ERROR", trouble],
  [503, "NEWER_THAN_THIS_PAGE", trouble],
])("says in the visitor's language what passes: %i %s", async (status, code, [title = "", english = ""]) => {
  const problem = { title: "Title of the server", detail: "Detail of the server", status, code };
  server.answers[next] = () => server.json(problem, status);
  await visit();
  await screen.findByText(title);
  expect(document.body.textContent).not.toContain("of the server");
  press("English");
  await screen.findByText(english);
  expect(document.body.textContent).not.toContain("of the server");
});

it("repeats no proxy's words", async () => {
  server.answers[next] = () => new Response("<h1>Bad Gateway</h1>", { status: 502, statusText: "Bad Gateway" });
  await visit();
  await screen.findByText("服务出了点问题");
  expect(document.body.textContent).not.toContain("Bad Gateway");
});

it("tells a visitor whose browser keeps nothing that it is not known, instead of staying blank", async () => {
  server.answers[next] = () => server.json({ title: "Unknown", status: 403, code: "RATER_UNKNOWN" }, 403);
  const blocked = vi.spyOn(window, "localStorage", "get").mockImplementation(() => {
    throw new DOMException("The operation is insecure.", "SecurityError");
  });
  try {
    await visit();
    await screen.findByText("认不出这个浏览器");
    await screen.findByText("请允许 Cookie，再重新打开链接。");
  } finally {
    blocked.mockRestore();
  }
});
