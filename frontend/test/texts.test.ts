import { readdirSync, readFileSync } from "node:fs";
import i18next from "i18next";
import { expect, it } from "vitest";
import { startTexts } from "../src/i18n";
import en from "../src/i18n/en.json";
import zh from "../src/i18n/zh-CN.json";
import { explain } from "../src/ui/violations";

type Node = string | { readonly [key: string]: Node };

const flat = (node: Node, path = ""): [string, string][] =>
  typeof node === "string"
    ? [[path, node]]
    : Object.entries(node).flatMap(([key, child]) => flat(child, path === "" ? key : `${path}.${key}`));

/** Of a message with a count, each language has the forms it needs. */
const form = /_(zero|one|two|few|many|other)$/;
const unformed = (key: string) => key.replace(form, "");

const blanks = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();

const chinese = flat(zh);
const english = new Map(flat(en));

it("says everything in both languages", () => {
  expect(chinese.length).toBeGreaterThan(100);
  const keys = (texts: Iterable<string>) => [...new Set([...texts].map(unformed))];
  expect(keys(chinese.map(([key]) => key))).toEqual(keys(english.keys()));
  expect([...chinese, ...english].filter(([, text]) => text.trim() === "")).toEqual([]);
});

it("fills the same blanks in both languages", () => {
  const said = new Map(chinese);
  const unequal = [...english].filter(([key, text]) => {
    const twin = said.get(key) ?? said.get(`${unformed(key)}_other`) ?? "";
    return blanks(text).join() !== blanks(twin).join();
  });
  expect(unequal).toEqual([]);
});

it("has every form of a message with a count", () => {
  for (const [language, texts] of [
    ["zh-CN", chinese.map(([key]) => key)],
    ["en", [...english.keys()]],
  ] as const) {
    const counted = texts.filter((key) => form.test(key));
    expect(counted.length).toBeGreaterThan(0);
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const bases = [...new Set(counted.map(unformed))];
    expect(counted.toSorted()).toEqual(bases.flatMap((key) => needed.map((each) => `${key}_${each}`)).toSorted());
  }
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
    .map(([key]) => unformed(key))
    .filter((key) => !spoken.has(key) && !families.some((each) => key.startsWith(each)));
  expect(silent).toEqual([]);
});

it("says on both pages, in both languages, what they need where no script runs", () => {
  for (const page of ["index.html", "rate/index.html"]) {
    const silent = /<noscript>(.*)<\/noscript>/s.exec(readFileSync(page, "utf8"))?.[1];
    expect(silent, page).toMatch(/<p>\p{Script=Han}+ JavaScript.*<p lang="en">.* JavaScript/su);
  }
});

const folder = "../src/main/java";
const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".java"))
  .map((name) => readFileSync(`${folder}/${name}`, "utf8"));

it("has a word for every action that is recorded", () => {
  const recorded = sources
    .flatMap((source) => [...source.matchAll(/audit\.record\([^;]+;/g)])
    .flatMap((call) => [...call[0].matchAll(/"([a-z-]+\.[a-z-]+)"/g)].map((match) => `audit.actions.${match[1]}`));
  expect(recorded.length).toBeGreaterThan(20);
  expect(recorded.filter((key) => !english.has(key))).toEqual([]);
});

it("explains what every pattern of a value demands", async () => {
  await startTexts();
  const patterns = sources.join("\n").split("@Pattern(").slice(1);
  const demands = patterns.map((rest) => /^[^;]*?message = "((?:[^"\\]|\\.)*)"/.exec(rest)?.[1]);
  expect(demands.length).toBeGreaterThan(1);
  expect(demands, "a pattern without words of its own is told as a regular expression").not.toContain(undefined);
  const chinese = i18next.getFixedT("zh-CN");
  expect(demands.filter((demand = "") => explain(demand, chinese) === demand)).toEqual([]);
});
