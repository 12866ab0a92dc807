import { MantineProvider } from "@mantine/core";
import { cleanup, render, screen } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, expect, it } from "vitest";
import type { SystemPart } from "../src/api/types";
import { Parts } from "../src/features/system/Parts";
import { startTexts } from "../src/i18n";

beforeAll(startTexts);
afterEach(cleanup);

const engine: SystemPart = {
  name: "engine",
  condition: "UP",
  version: "libtorch 2.7.1",
  figures: [
    { name: "threads", unit: "COUNT", value: "2" },
    { name: "memory", unit: "BYTES", value: "812000000" },
    { name: "device", unit: "TEXT", value: "cpu" },
  ],
};
const unknown: SystemPart = { name: "tape", condition: "DOWN", figures: [], trouble: "No tape is in." };

const disk: SystemPart = { name: "disk", condition: "DOWN", figures: [], trouble: "Only 3 MB are free." };

const shown = async (language: string) => {
  await i18next.changeLanguage(language);
  render(
    <MantineProvider>
      <Parts parts={[engine, unknown, disk]} />
    </MantineProvider>,
  );
  return screen.getAllByRole("listitem").map((part) => part.textContent ?? "");
};

it("shows each part with state, version and figures in the reader's language", async () => {
  const [first] = await shown("en");
  expect(first).toBe("Engineuplibtorch 2.7.1Threads2Memory812 MBDevicecpu");
});

it("shows a part it has no word for by its own name, with its trouble", async () => {
  const [first, second] = await shown("zh-CN");
  expect(first).toContain("引擎正常");
  expect(second).toContain("tape停止");
  expect(second?.split("No tape is in.")).toHaveLength(2);
});

it("says in the reader's language what ails a part, and then what the server says of it", async () => {
  expect((await shown("zh-CN"))[2]).toContain("腾出空间后，工作会自己继续。Only 3 MB are free.");
});

it("shows how full a disk is", async () => {
  const fuller: SystemPart = {
    name: "disk",
    condition: "UP",
    figures: [
      { name: "free", unit: "BYTES", value: "25000000000" },
      { name: "total", unit: "BYTES", value: "100000000000" },
    ],
  };
  render(
    <MantineProvider>
      <Parts parts={[fuller]} />
    </MantineProvider>,
  );
  expect(screen.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("75");
});
