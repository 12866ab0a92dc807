// Imports run one way, and the checker must have seen the sources: it has been green over nothing before.
import { readdirSync } from "node:fs";
import { fail, run } from "./run.mjs";

const sources = readdirSync("src", { recursive: true }).filter(
  (name) => /\.tsx?$/.test(name) && !name.endsWith(".d.ts"),
);
const { said } = run("depcruise", ["--output-type", "json", "src"]);
const { modules, summary } = JSON.parse(said.slice(said.indexOf("{")));
const seen = modules.filter((each) => /^src\/.*\.tsx?$/.test(each.source)).length;
if (seen < sources.length) {
  fail(`boundaries: saw ${seen} modules of ${sources.length} sources`);
}
for (const { rule, from, to } of summary.violations) {
  console.error(`boundaries: ${rule.name}: ${from} → ${to}`);
}
if (summary.error > 0) {
  process.exit(1);
}
console.log(`boundaries: ${seen} modules, ${summary.totalDependenciesCruised} imports, none against the rules`);
