import { MantineProvider } from "@mantine/core";
import { cleanup, render, screen } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Run } from "../src/api/types";
import { EarlyStop } from "../src/features/runs/EarlyStop";
import { startTexts } from "../src/i18n";

beforeAll(startTexts);
afterEach(cleanup);

const told = async (language: string, stopped: NonNullable<Run["stopped"]>) => {
  await i18next.changeLanguage(language);
  render(
    <MantineProvider>
      <EarlyStop step={120} stopped={stopped} />
    </MantineProvider>,
  );
  return screen.getByRole("status").textContent ?? "";
};

describe("a run that a rule stopped", () => {
  it("tells how far the weights moved", async () => {
    const text = await told("en", { rule: "DRIFT", measured: 0.0625, limit: 0.05, times: 1, layer: "mid.to_q" });
    expect(text).toContain("Stopped early at step 120");
    expect(text).toContain("changed by 6.3% of their weights, more than 5%; most of all mid.to_q");
  });

  it("tells multiples of the reference's error", async () => {
    const text = await told("zh-CN", { rule: "WINNER_ERROR", measured: 1.034, limit: 1.02, times: 50 });
    expect(text).toContain("在第 120 步提前停止");
    expect(text).toContain("连续 50 步超过基准的 1.02 倍，最后为 1.03 倍");
  });

  it("tells what was learned by heart", async () => {
    const text = await told("zh-CN", { rule: "OVERFITTING", measured: 0.97, limit: 0.95, times: 3 });
    expect(text).toContain("训练准确率保持在 97%（上限 95%）");
    expect(text).toContain("连续 3 次测量没有提高");
  });
});
