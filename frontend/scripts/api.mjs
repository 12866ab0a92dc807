// The API's types come from its description, which the build of the application writes.
// `npm run api` takes the description in and generates; without --write it checks that nothing has drifted.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";
import { fail } from "./run.mjs";

const built = "../src/target/openapi/openapi.json";
const kept = "openapi.json";
const types = "src/api/schema.d.ts";
const write = process.argv.includes("--write");

if (write) {
  if (!existsSync(built)) {
    fail(`api: ${built} is missing; build the application first`);
  }
  writeFileSync(kept, `${JSON.stringify(sorted(JSON.parse(readFileSync(built, "utf8"))), null, 1)}\n`);
}
const description = JSON.parse(readFileSync(kept, "utf8"));
const generated = astToString(await openapiTS(description));
if (write) {
  writeFileSync(types, generated);
}
if (readFileSync(types, "utf8") !== generated) {
  fail(`api: ${types} is not what ${kept} generates; run npm run api`);
}
const paths = Object.keys(description.paths).length;
if (paths < 30) {
  fail(`api: only ${paths} paths in ${kept}`);
}
console.log(`api: ${paths} paths, types up to date`);

function sorted(value) {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (value === null || typeof value !== "object") {
    return value;
  }
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}
