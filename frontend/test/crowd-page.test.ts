import { fireEvent, screen } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { pair } from "./tasks";

/** Set before anything is loaded: the client of the API keeps the one it finds. */
const server = vi.hoisted(() => {
  const json = (body: unknown, status = 200) =>
    new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
  const held = { json, asked: [] as string[], answers: {} as Record<string, () => Response | Promise<Response>> };
  vi.stubGlobal("fetch", async (request: Request | string) => {
    const { pathname } = new URL(typeof request === "string" ? request : request.url, "http://x");
    held.asked.push(pathname);
    return held.answers[pathname]?.() ?? json({ title: "Not found", status: 404, code: "NOT_FOUND" }, 404);
  });
  return held;
});

const campaign = { id: "c1", question: "哪张更好？", taskKind: "PAIR" };
const next = "/api/rating/campaigns/c1/next";
const withdrawal = "/api/rating/withdrawal";

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
  server.answers = {
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
