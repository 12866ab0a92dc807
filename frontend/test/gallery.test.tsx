import { act, cleanup, screen } from "@testing-library/react";
import i18next from "i18next";
import { useState } from "react";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { startTexts } from "../src/i18n";
import { Gallery } from "../src/ui/Gallery";
import { readyForPages, showPage } from "./page";

/** Set before anything is loaded: the client of the API keeps the one it finds. */
const server = vi.hoisted(() => {
  const held = { made: 1, asked: 0 };
  vi.stubGlobal("fetch", async () => {
    held.asked += 1;
    const images = Array.from({ length: held.made }, (_, place) => ({
      id: `i${place}`,
      url: `/api/images/i${place}/file`,
      modelVersionId: "m",
    }));
    const answer = [{ promptId: "p", prompt: "a crane", unknownWords: [], images }];
    return new Response(JSON.stringify(answer), { headers: { "Content-Type": "application/json" } });
  });
  return held;
});

readyForPages();

beforeAll(async () => {
  await startTexts();
  await i18next.changeLanguage("en");
});
afterEach(() => {
  vi.useRealTimers();
  cleanup();
});

const draw = { one: () => {} };

/** One more picture is made whenever somebody says so. */
function Drawing() {
  const [done, setDone] = useState(1);
  draw.one = () => {
    server.made += 1;
    setDone(server.made);
  };
  return <Gallery campaignId="c1" done={done} />;
}

it("asks for a growing gallery now and then, for the last pictures, and keeps one copy", async () => {
  const { client } = showPage({ "/": Drawing, "/lineage/$imageId": undefined }, "/");
  await screen.findByRole("link", { hidden: true });
  expect(server.asked).toBe(1);

  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  for (let second = 0; second < 24; second++) {
    act(() => draw.one());
    await act(() => vi.advanceTimersByTimeAsync(1_000));
  }
  expect(server.asked, "while pictures come each second").toBe(3);
  await act(() => vi.advanceTimersByTimeAsync(60_000));
  expect(server.asked, "once more at the end").toBe(4);
  expect(screen.getAllByRole("link", { hidden: true })).toHaveLength(25);
  expect(client.getQueryCache().getAll()).toHaveLength(1);
});
