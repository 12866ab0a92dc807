import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

type Lock = { packages: Record<string, { optionalDependencies?: Record<string, string> }> };

/** Optional dependencies that the lock file has no entry for, looked up as Node does: from the package outwards. */
function missing(lock: Lock): string[] {
  const found = (from: string, name: string): boolean => {
    if (lock.packages[`${from ? `${from}/` : ""}node_modules/${name}`]) {
      return true;
    }
    const outer = from.lastIndexOf("/node_modules/");
    return from !== "" && found(outer < 0 ? "" : from.slice(0, outer), name);
  };
  return Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !found(path, name)),
  );
}

const lock: Lock = JSON.parse(readFileSync("package-lock.json", "utf8"));

// A lock made where only this platform's binaries resolved leaves the others out: npm ci refuses it, and every
// npm install elsewhere writes them into the tracked file. To mend it: npm install --package-lock-only
it("holds the binaries of every platform", () => {
  expect(Object.keys(lock.packages).length).toBeGreaterThan(200);
  expect(missing(lock)).toEqual([]);
});

it("misses a platform that was left out", () => {
  const { "node_modules/@biomejs/cli-darwin-arm64": left, ...packages } = lock.packages;
  expect(left).toBeDefined();
  expect(missing({ packages })).toEqual(["@biomejs/cli-darwin-arm64"]);
});
