import { readdirSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

// What is loaded anew finds the storage that the browser has then.
beforeEach(() => void vi.resetModules());
afterEach(() => void vi.restoreAllMocks());

/** As browsers do where cookies and site data are blocked. */
const block = () =>
  vi.spyOn(window, "localStorage", "get").mockImplementation(() => {
    throw new DOMException("The operation is insecure.", "SecurityError");
  });

it("keeps what the page needs until it is left, where the browser keeps nothing", async () => {
  block();
  const { storage } = await import("../src/api/storage");
  storage.setItem("a", "1");
  storage.setItem("b", "2");
  storage.setItem("a", "3");
  expect([storage.length, storage.key(0), storage.key(1), storage.key(2)]).toEqual([2, "a", "b", null]);
  expect([storage.getItem("a"), storage.getItem("c")]).toEqual(["3", null]);
  storage.removeItem("a");
  expect([storage.length, storage.getItem("a")]).toEqual([1, null]);
});

it("keeps it in the browser where it may", async () => {
  const { storage } = await import("../src/api/storage");
  storage.setItem("pinhua.kept", "yes");
  expect(localStorage.getItem("pinhua.kept")).toBe("yes");
});

it("starts the texts of the studio all the same, and changes their language", async () => {
  block();
  const { startTexts } = await import("../src/i18n");
  await startTexts();
  const { default: i18next } = await import("i18next");
  await i18next.changeLanguage("en");
  expect(i18next.t("shell.brand")).toBe("Pinhua");
  expect((await import("../src/i18n/language")).rememberedLanguage()).toBe("en");
});

it("is asked for in one place", () => {
  const asking = readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .filter((name) => /\b(local|session)Storage\b/.test(readFileSync(`src/${name}`, "utf8")));
  expect(asking).toEqual(["api/storage.ts"]);
});
