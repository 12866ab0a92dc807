import { act, cleanup, screen, waitFor } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { SystemPage } from "../src/features/system/SystemPage";
import { startTexts } from "../src/i18n";
import { readyForPages, showPage } from "./page";

/** Set before anything is loaded: the client of the API keeps the one it finds. */
const server = vi.hoisted(() => {
  const held = { dead: false };
  const system = {
    version: "1.2.3",
    startedAt: "2026-01-01T00:00:00Z",
    role: "both",
    java: "25",
    dataFolder: "/data",
    parts: [],
    jobs: {},
  };
  vi.stubGlobal("fetch", async () => {
    if (held.dead) {
      throw new TypeError("no route");
    }
    return new Response(JSON.stringify(system), { headers: { "Content-Type": "application/json" } });
  });
  return held;
});

readyForPages();

beforeAll(async () => {
  await startTexts();
  await i18next.changeLanguage("en");
});
afterEach(cleanup);

it("says that the server no longer answers above what was known before, until it does", async () => {
  const { client } = showPage({ "/system": SystemPage, "/jobs": undefined }, "/system");
  const version = await screen.findByText("1.2.3");
  server.dead = true;
  await act(() => client.invalidateQueries());
  expect((await screen.findByRole("alert")).textContent).toBe(
    "The server did not answer. Check the network and try again.",
  );
  expect(screen.getByText("1.2.3")).toBe(version);

  server.dead = false;
  await act(() => client.invalidateQueries());
  await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
});
