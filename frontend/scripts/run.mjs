import { spawnSync } from "node:child_process";

/** Runs a tool of node_modules and gives its exit status and all it said. */
export function run(tool, args, input) {
  const { status, stdout, stderr } = spawnSync(`node_modules/.bin/${tool}`, args, { encoding: "utf8", input });
  return { status, said: `${stdout}${stderr}` };
}

export function fail(message) {
  console.error(message);
  process.exit(1);
}
