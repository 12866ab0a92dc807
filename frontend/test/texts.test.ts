import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import en from "../src/i18n/en.json";
import zh from "../src/i18n/zh-CN.json";

type Node = string | { readonly [key: string]: Node };

const flat = (node: Node, path = ""): [string, string][] =>
  typeof node === "string"
    ? [[path, node]]
    : Object.entries(node).flatMap(([key, child]) => flat(child, path === "" ? key : `${path}.${key}`));

const blanks = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();

const chinese = flat(zh);
const english = new Map(flat(en));

it("says everything in both languages", () => {
  expect(chinese.length).toBeGreaterThan(100);
  expect(chinese.map(([key]) => key)).toEqual([...english.keys()]);
  expect([...chinese, ...english].filter(([, text]) => text.trim() === "")).toEqual([]);
});

it("fills the same blanks in both languages", () => {
  const unequal = chinese.filter(([key, text]) => blanks(text).join() !== blanks(english.get(key) ?? "").join());
  expect(unequal).toEqual([]);
});

it("keeps English free of Chinese", () => {
  const mixed = [...english].filter(([key, text]) => /\p{Script=Han}/u.test(text) && key !== "shell.otherLanguage");
  expect(mixed).toEqual([]);
});

it("keeps no message that nothing says", () => {
  const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readFileSync(`src/${name}`, "utf8"))
    .join("\n");
  const spoken = new Set([...sources.matchAll(/"([a-zA-Z]+(?:\.[\w-]+)+)"/g)].map((match) => match[1]));
  const families = [...sources.matchAll(/`([a-zA-Z]+(?:\.[\w-]+)*\.)\$\{/g)].map((match) => match[1] ?? "");
  const silent = chinese
    .map(([key]) => key)
    .filter((key) => !spoken.has(key) && !families.some((each) => key.startsWith(each)));
  expect(silent).toEqual([]);
});
