import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".tsx"));

it("brings the stylesheet of every part of the kit that is in use", () => {
  const brought = readFileSync("src/app/kit.ts", "utf8");
  const used = new Set(
    files.flatMap((file) =>
      [...readFileSync(`src/${file}`, "utf8").matchAll(/import \{([^}]*)\} from "@mantine\/core"/g)].flatMap((found) =>
        (found[1] ?? "").split(",").map((name) => name.trim()),
      ),
    ),
  );
  expect(used.size).toBeGreaterThan(10);
  const styled = [...used].filter((name) => existsSync(`node_modules/@mantine/core/styles/${name}.css`));
  expect(styled.filter((name) => !brought.includes(`/styles/${name}.css`))).toEqual([]);
});
