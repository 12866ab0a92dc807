// A checker is trusted only after it has bitten: each must find the violation planted for it.
import { fail, run } from "./run.mjs";
import { literals } from "./texts.mjs";

const boundaries = run("depcruise", ["--output-type", "err", "canaries"]);
if (boundaries.status === 0 || !boundaries.said.includes("features-apart")) {
  fail(`canaries: dependency-cruiser let a feature import another\n${boundaries.said}`);
}

const loose = run("biome", ["lint", "--stdin-file-path=src/canary.ts"], "export const loose: any = 1;\n");
if (loose.status === 0 && !loose.said.includes("noExplicitAny")) {
  fail(`canaries: Biome let an any pass\n${loose.said}`);
}

const dead = run("knip", ["--directory", "canaries/dead"]);
if (dead.status === 0 || !dead.said.includes("unused.js")) {
  fail(`canaries: knip overlooked an unused file\n${dead.said}`);
}

const planted = ["<p>hello</p>", '<Input label="Name" />', 'const a = "画";', `const b = \`${"$"}{x}画\`;`];
for (const source of planted) {
  if (literals("planted.tsx", source).length !== 1) {
    fail(`canaries: the text check overlooked ${source}`);
  }
}
console.log("canaries: all found");
