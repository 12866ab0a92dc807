// Takes the pictures of docs/pictures from a running product, signed in as an administrator:
//   npm install --no-save playwright-core
//   node scripts/pictures.mjs http://localhost:8080 NAME PASSWORD
// The product should hold a finished loop, such as the data folder that `./pinhua demo` leaves behind.
import { chromium } from "playwright-core";

const [address = "http://localhost:8080", name = "admin", password = ""] = process.argv.slice(2);
const desk = { width: 1280, height: 800 };
const hand = { width: 390, height: 844 };
const folder = new URL("../../docs/pictures/", import.meta.url).pathname;
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
const campaigns = await ask("/api/campaigns");
const curations = await Promise.all(campaigns.map((each) => ask(`/api/campaigns/${each.id}/curations`)));
const [curation] = curations.flat();
const run = (await ask("/api/runs")).find((each) => each.state === "DONE");
const [comparison] = await ask("/api/comparisons");
const trained = (await ask("/api/generations?limit=24")).find(
  (each) => each.state === "DONE" && each.modelVersionId === run.modelVersionId,
);

const take = async (file, path, sleep = 0) => {
  await page.goto(address + path);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.waitForLoadState("networkidle", { timeout: 8_000 }).catch(() => undefined); // live pages never rest
  await page.waitForTimeout(sleep);
  await page.screenshot({ path: `${folder}${file}.png` });
};

await take("campaigns", "/campaigns");
await take("curation", `/curation/${curation.id}`);
await take("run", `/runs/${run.id}`, 800);
await take("comparison", `/comparisons/${comparison.id}`);
await take("lineage", `/lineage/${trained.images[0].id}`);
await take("playground", `/playground?g=${trained.id}`);

const open = campaigns.filter((each) => each.state === "OPEN");
const ranking = open.find((each) => each.taskKind === "RANK_4") ?? open.find((each) => each.audience !== "CROWD");
if (ranking !== undefined) {
  await take("rating", `/rating/${ranking.id}`, 1_500);
}
const pairs = open.find((each) => each.audience !== "EXPERTS" && each.taskKind === "PAIR");
if (pairs !== undefined) {
  const visitor = await browser.newContext({ viewport: hand, locale: "zh-CN", isMobile: true, hasTouch: true });
  const phone = await visitor.newPage();
  await phone.goto(`${address}/rate?c=${pairs.id}`);
  await phone.locator(".picture img").first().waitFor();
  await phone.locator(".picture").first().tap();
  await phone.screenshot({ path: `${folder}crowd.png` });
}
await browser.close();
