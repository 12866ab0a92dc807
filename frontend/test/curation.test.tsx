import { cleanup, fireEvent, screen } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { Curation } from "../src/api/types";
import { ExcludedVotes } from "../src/features/curation/ExcludedVotes";
import { Raters } from "../src/features/curation/Raters";
import { startTexts } from "../src/i18n";
import { showPart } from "./page";

/** Set before anything is loaded: the client of the API keeps the one it finds. */
const server = vi.hoisted(() => {
  const held = { answers: [] as string[] };
  vi.stubGlobal("fetch", async () => {
    const votes = held.answers.map((answer, place) => ({
      voteId: `v${place}`,
      answer,
      castAt: "2026-01-01T00:00:00Z",
      prompt: `prompt ${place}`,
      promptId: "p",
      pseudonym: "r1",
      tier: "ANONYMOUS",
    }));
    return new Response(JSON.stringify(votes), { headers: { "Content-Type": "application/json" } });
  });
  return held;
});

beforeAll(startTexts);
beforeEach(() => i18next.changeLanguage("en"));
afterEach(cleanup);

const curation: Curation = {
  id: "k",
  blind: false,
  campaignId: "c",
  campaignName: "spring",
  createdAt: "2026-01-01T00:00:00Z",
  createdBy: "mei",
  digest: "d",
  excluded: {},
  heldOutJudgements: 0,
  kept: 0,
  preferences: { groups: 0, pairGroups: 0, pairs: 0, rankingGroups: 0, softGroups: 0 },
  raters: [],
  ratersWeighed: false,
  sideBias: 0,
  sideError: 0,
  strengths: [],
  votes: 0,
  weighed: 0,
};

it("says every answer in the reader's words: choices, reasons to skip, ranks", async () => {
  server.answers = ["BOTH_BAD", "ALL_BAD", "NOT_LOADED", "[1, 2, 2, 4]"];
  showPart(<ExcludedVotes curation={{ ...curation, excluded: { SKIPPED: 4 } }} reason="SKIPPED" />);
  expect(await screen.findByText("both bad")).toBeTruthy();
  expect(screen.getByText("all bad")).toBeTruthy();
  expect(screen.getByText("A picture did not load")).toBeTruthy();
  expect(
    screen.getByText("candidate 1 rank 1, candidate 2 rank 2, candidate 3 rank 2, candidate 4 rank 4"),
  ).toBeTruthy();
  await i18next.changeLanguage("zh-CN");
  expect(await screen.findByText("图片没显示出来")).toBeTruthy();
  expect(screen.getByText("候选图 1 第 1 名，候选图 2 第 2 名，候选图 3 第 2 名，候选图 4 第 4 名")).toBeTruthy();
});

it("calls the votes it was told of all of them only where they are", async () => {
  server.answers = Array.from({ length: 30 }, () => "LEFT");
  showPart(<ExcludedVotes curation={{ ...curation, excluded: { LATE: 1234, DUPLICATE: 30 } }} reason="LATE" />);
  fireEvent.click(await screen.findByRole("button", { name: "Show more" }));
  expect(screen.getByText("These are the newest 30 of 1,234")).toBeTruthy();
  expect(screen.queryByText("That is all")).toBeNull();
  cleanup();
  showPart(<ExcludedVotes curation={{ ...curation, excluded: { LATE: 30 } }} reason="LATE" />);
  fireEvent.click(await screen.findByRole("button", { name: "Show more" }));
  expect(screen.getByText("That is all")).toBeTruthy();
});

it("says why raters are not weighed: nobody to measure by, or no gain, with the figures", () => {
  showPart(<Raters curation={curation} />);
  expect(screen.getByText(/^No expert answered/)).toBeTruthy();
  cleanup();
  showPart(<Raters curation={{ ...curation, heldOutJudgements: 40, pooledLoss: 0.6123, weighedLoss: 0.6308 }} />);
  expect(screen.getByText(/log-loss 0\.631; with all alike 0\.612/)).toBeTruthy();
});
