// Takes the pictures of docs/pictures from a running product, signed in as an administrator:
//   node scripts/pictures.mjs http://localhost:8080 NAME PASSWORD
// The product should hold a finished loop, such as the data folder that `./pinhua demo` leaves behind. What it does not
// hold is left out and named at the end.
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const [address = "http://localhost:8080", name = "admin", password = ""] = process.argv.slice(2);
const desk = { width: 1280, height: 800 };
const hand = { width: 390, height: 844 };
const folder = fileURLToPath(new URL("../../docs/pictures/", import.meta.url));
const missing = [];
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
const context = await browser.newContext({ viewport: desk, locale: "zh-CN", colorScheme: "light" });
const page = await context.newPage();

await page.goto(`${address}/login?to=/playground`);
await page.fill("input[name=username]", name);
await page.fill("input[name=password]", password);
await page.locator("form button").first().click();
await page.waitForURL("**/playground");

const ask = async (path) => (await page.request.get(address + path)).json();

/** @param {string} file without its ending; @param {string | undefined} path of the page, if there is one to show */
const take = async (file, path, { sleep = 0, scheme = "light", viewport = desk, before = async () => {} } = {}) => {
  if (path === undefined) {
    missing.push(file);
    return;
  }
  await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme: scheme });
  await page.goto(address + path);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.waitForLoadState("networkidle", { timeout: 8_000 }).catch(() => undefined); // live pages never rest
  await before();
  await page.waitForTimeout(300 + sleep);
  await page.screenshot({ path: `${folder}${file}.png` });
};

const campaigns = await ask("/api/campaigns");
const runs = await ask("/api/runs");
const curations = (await Promise.all(campaigns.map((each) => ask(`/api/campaigns/${each.id}/curations`)))).flat();
const fullest = curations.toSorted((a, b) => b.votes - a.votes)[0];
const comparisons = await ask("/api/comparisons");
const decided = comparisons.toSorted((a, b) => b.raters - a.raters)[0];
const run = runs
  .filter((each) => each.state === "DONE")
  .toSorted((a, b) => (b.heldoutAccuracy ?? 0) - (a.heldoutAccuracy ?? 0))[0];
const generations = (await ask("/api/generations?limit=24")).filter((each) => each.state === "DONE");
const shown = generations.find((each) => each.images.length === 4) ?? generations[0];
const trained = generations.find((each) => runs.some((one) => one.modelVersionId === each.modelVersionId)) ?? shown;
const laid = generations.filter((each) => each.adapters.length === 1);
const rows = laid // one sentence and seed at several strengths, the smallest first
  .filter((each) => each.seed === laid[0]?.seed && each.prompt === laid[0]?.prompt)
  .filter((each, at, all) => all.findIndex((one) => one.adapters[0].strength === each.adapters[0].strength) === at)
  .toSorted((a, b) => a.adapters[0].strength - b.adapters[0].strength);
const open = campaigns.filter((each) => each.state === "OPEN");
const ranking = open.find((each) => each.taskKind === "RANK_4") ?? open.find((each) => each.audience !== "CROWD");
const pairs = open.find((each) => each.audience !== "EXPERTS" && each.taskKind === "PAIR");
const of = (kind, thing, id = thing?.id) => (id === undefined ? undefined : `/${kind}/${id}`);

await take("playground", shown === undefined ? undefined : `/playground?g=${shown.id}`);
await take("playground-phone", shown === undefined ? undefined : `/playground?g=${shown.id}`, {
  viewport: hand,
  before: () => page.locator("main figure").first().scrollIntoViewIfNeeded(),
});
await take("grid", rows.length < 2 ? undefined : `/playground?grid=${rows.map((each) => each.id).join(",")}`);
await take("models", "/models", {
  before: () =>
    page
      .getByRole("heading", { name: "基础模型" })
      .evaluate((title) => scrollTo(0, title.getBoundingClientRect().top + scrollY - 90)),
});
await take("campaigns", "/campaigns");
await take("rating", of("rating", ranking), { sleep: 1_500 });
await take("curation", of("curation", fullest));
await take("run", of("runs", run), { sleep: 800 });
await take("comparison", of("comparisons", decided));
await take("lineage", of("lineage", trained, trained?.images[0]?.id));
await take("jobs", "/jobs", {
  before: () => page.locator("main ol button[aria-expanded]").first().click(),
});
await take("system", "/system", { scheme: "dark" });

if (pairs === undefined) {
  missing.push("crowd");
} else {
  const visitor = await browser.newContext({ viewport: hand, locale: "zh-CN", isMobile: true, hasTouch: true });
  const phone = await visitor.newPage();
  await phone.goto(`${address}/rate?c=${pairs.id}`);
  await phone.locator(".picture img").first().waitFor();
  await phone.locator(".picture").first().tap();
  await phone.waitForTimeout(300);
  await phone.screenshot({ path: `${folder}crowd.png` });
}
await browser.close();
if (missing.length > 0) {
  console.error(`pictures: nothing to show for ${missing.join(", ")}`);
  process.exitCode = 1;
}
