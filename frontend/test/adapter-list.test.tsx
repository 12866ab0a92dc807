import { QueryClient } from "@tanstack/react-query";
import { cleanup, screen } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, expect, it } from "vitest";
import { adapters } from "../src/api/queries";
import { AdapterList } from "../src/features/models/AdapterList";
import { startTexts } from "../src/i18n";
import { showPart } from "./page";

const madeOf = `adapter_model.safetensors sha256:${"a".repeat(64)}, adapter_config.json sha256:${"b".repeat(64)}`;
const ink = {
  id: "a1",
  baseModelId: "b",
  baseModelName: "clip model",
  fits: ["b"],
  sha256: "c".repeat(64),
  name: "ink",
  rank: 4,
  alpha: 2,
  targetModules: ["to_q"],
  parameters: 10,
  triggerWords: [],
  licence: "CC0",
  origin: "a friend",
  madeOf,
  imported: true,
  createdAt: "2026-01-01T00:00:00Z",
};

beforeAll(async () => {
  await startTexts();
  await i18next.changeLanguage("en");
});
afterEach(cleanup);

it("says beside the origin what a file was joined from, and whose digest is shown", async () => {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  const wash = { ...ink, id: "a2", name: "wash", madeOf: "", origin: "a shop", fits: ["b", "c", "d"] };
  client.setQueryData(adapters.queryKey, [ink, wash]);
  showPart(<AdapterList />, client);
  const note = await screen.findByText(/^Joined from/);
  expect(note.textContent).toBe(
    "Joined from adapter_model.safetensors sha256:aaaaaaaaaaaa, adapter_config.json sha256:bbbbbbbbbbbb." +
      " The SHA-256 is that of the joined file.",
  );
  expect(note.tagName, "keys and fingers can open it").toBe("SUMMARY");
  expect(note.parentElement).toHaveProperty("open", false);
  expect(screen.getByText(madeOf).parentElement).toBe(note.parentElement);
  expect(screen.getByText("a friend")).toBeDefined();
  expect(screen.getByText("a shop")).toBeDefined();
  expect(screen.getAllByText(/more with the same layers$/).map((each) => each.textContent)).toEqual([
    "and 2 more with the same layers",
  ]);
});
