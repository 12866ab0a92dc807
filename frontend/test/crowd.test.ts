import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ProblemError } from "../src/api/problem";
import { make } from "../src/crowd/dom";
import { message } from "../src/crowd/message";
import { Pairing } from "../src/crowd/pairing";
import { texts } from "../src/crowd/texts";
import { type Ends, RatingSession } from "../src/rating/session";
import { pair, willing } from "./tasks";

const words = texts["zh-CN"];
let now: number;
let pairing: Pairing;

const settled = () => vi.advanceTimersByTimeAsync(0);

/** A visitor with the page open, whose server does all that is asked of it unless told otherwise. */
const visit = async (ends: Partial<Ends> = {}) => {
  const session = new RatingSession({ ...willing(() => now), ...ends }, 3);
  const failure = () => message({ title: words.failedTitle });
  const wayOut = () => make("button", { className: "way-out" }, words.withdraw);
  pairing = new Pairing(session, words, failure, wayOut);
  document.body.replaceChildren(pairing.element);
  session.start();
  await settled();
  return session;
};

const find = (selector: string) => document.querySelector(selector) as HTMLElement;

const vote = async () => {
  now += 3_000;
  find(".picture").click();
  find("#confirm").click();
  await settled();
};

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  now = 1_000_000;
});
afterEach(() => pairing.close());

it("says that it tries again, not that the network is away, while it does", async () => {
  let tries = 0;
  const session = await visit({
    ask: () =>
      tries++ === 0
        ? Promise.reject(new ProblemError({ title: "busy", status: 503, code: "OVERLOADED" }))
        : new Promise(() => undefined),
  });
  expect(session.sitting().state).toBe("FAILED");
  session.retry();
  await settled();
  expect(session.sitting().state).toBe("LOADING");
  expect(find("h1").textContent).toBe(words.loading);
});

it("lets a visitor withdraw beside the consent, after five votes and where nothing is left", async () => {
  let issued = 0;
  await visit({ ask: async (count) => Array.from({ length: Math.min(count, 6 - issued) }, () => pair(issued++)) });
  expect(find(".consent .way-out").textContent).toBe(words.withdraw);
  for (let votes = 0; votes < 5; votes++) {
    await vote();
  }
  expect(find("h1").textContent).toBe(words.thanksTitle);
  expect(find(".message .way-out")).not.toBeNull();
  find(".thanks").click();
  await vote();
  expect(find("h1").textContent).toBe(words.emptyTitle);
  expect(find(".message .way-out")).not.toBeNull();
});

it("lets a visitor withdraw while the last votes are on their way, and says how many are", async () => {
  let away = true;
  await visit({
    ask: async () => [pair(0), pair(1)],
    send: ({ voteId }) =>
      away
        ? Promise.reject(new ProblemError({ title: "", status: 0 }))
        : Promise.resolve({ voteId, state: "STORED" as const, next: [] }),
  });
  await vote();
  await vote();
  expect(find("h1").textContent).toBe(words.loading);
  expect(find("#pending").textContent).toBe(words.pending(2));
  expect(find(".message .way-out")).not.toBeNull();
  away = false;
  await vi.advanceTimersByTimeAsync(30_000);
  expect(find("h1").textContent).toBe(words.emptyTitle);
});

it("counts nothing below none when an answer before the thanks is taken back", async () => {
  const session = await visit();
  for (let votes = 0; votes < 5; votes++) {
    await vote();
  }
  find(".thanks").click();
  session.undo();
  expect(find("#progress").textContent).toBe(words.progress(0, 5));
});

it("answers to single keys until they are turned off, for the next visit too", async () => {
  const press = (code: string) => dispatchEvent(new KeyboardEvent("keydown", { code }));
  const session = await visit();
  press("KeyT");
  expect(session.sitting().ballot.choice).toBe("TIE");
  expect(find("#keys").getAttribute("aria-pressed")).toBe("true");
  find("#keys").click();
  expect(find("#keys").getAttribute("aria-pressed")).toBe("false");
  press("KeyB");
  expect(session.sitting().ballot.choice).toBe("TIE");
  pairing.close();
  const later = await visit();
  press("KeyB");
  expect(later.sitting().ballot.choice).toBeUndefined();
  find("#keys").click();
  press("KeyB");
  expect(later.sitting().ballot.choice).toBe("BOTH_BAD");
});

it("skips no other task than the one it asks about, which others have meanwhile", async () => {
  let dealt = [0];
  const session = await visit({ ask: async () => dealt.map(pair) });
  find("#skip").focus();
  find("#skip").click();
  const reason = find("dialog .plain");
  dealt = [1];
  now += 31 * 60_000;
  document.dispatchEvent(new Event("visibilitychange")); // the phone was locked
  await settled();
  expect(find("h1").textContent).toBe(pair(1).prompt);
  expect(find("dialog")).toBeNull();
  expect(document.activeElement).toBe(find("h1"));
  reason.click();
  expect(session.sitting()).toMatchObject({ done: 0, current: { assignment: { prompt: pair(1).prompt } } });
});

describe("the focus", () => {
  it("goes on to the next task, whose answers are read out by what was there before", async () => {
    await visit();
    const spoken = find("output");
    now += 3_000;
    find(".picture").click();
    expect(spoken.textContent).toBe(words.chosen.LEFT);
    find("#confirm").focus();
    find("#confirm").click();
    expect(document.activeElement).toBe(find("h1"));
    expect(find("h1").textContent).toBe(pair(1).prompt);
    expect(find("output")).toBe(spoken);
    expect(spoken.textContent).toBe("");
  });

  it("stays where it is outside of the tasks", async () => {
    await visit();
    const outside = make("button");
    document.body.append(outside);
    outside.focus();
    await vote();
    expect(find("h1").textContent).toBe(pair(1).prompt);
    expect(document.activeElement).toBe(outside);
  });

  it("stays where it is as long as the page does", async () => {
    await visit({ ask: async () => [] });
    find(".way-out").focus();
    dispatchEvent(new Event("online"));
    expect(document.activeElement).toBe(find(".way-out"));
  });
});

describe("a refused vote", () => {
  const refuse = (status: number, code: string) => async () => {
    throw new ProblemError({ title: "English title", detail: "English detail", status, code });
  };

  it.each([
    ["ALREADY_VOTED", 409],
    ["UNDO_REFUSED", 409],
    ["ASSIGNMENT_NOT_YOURS", 403],
    ["RATER_UNKNOWN", 403],
    ["RATER_WITHDRAWN", 403],
  ])("is explained in the visitor's words: %s", async (code, status) => {
    await visit({ send: refuse(status, code) });
    await vote();
    const said = find("#progress").textContent;
    expect(said).toContain(`上一票没有被接受 · ${words.refusals[code]?.join(" · ")}`);
    expect(texts.en.refusals[code]).toBeDefined();
  });

  it("is told without a reason that nobody has put into words", async () => {
    await visit({ send: refuse(400, "TEAPOT") });
    await vote();
    expect(find("#progress").textContent).toMatch(/ · 上一票没有被接受$/);
  });

  it("is read out, and not again with each choice", async () => {
    await visit({ send: refuse(409, "ALREADY_VOTED") });
    await vote();
    const [spoken, warned] = document.querySelectorAll("output");
    expect(spoken?.textContent).toBe("");
    expect(warned?.textContent).toContain(words.refused);
    now += 3_000;
    find(".picture").click();
    expect(spoken?.textContent).toBe(words.chosen.LEFT);
    expect(warned?.isConnected).toBe(true);
  });

  it("is none that waits for its rater to sign in again", async () => {
    await visit({ send: refuse(401, "NOT_SIGNED_IN") });
    await vote();
    expect(find("#progress").textContent).toContain("你的登录已过期");
    expect(find("#progress").textContent).not.toContain(words.refused);
  });
});
