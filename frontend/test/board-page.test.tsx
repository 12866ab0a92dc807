import { cleanup, fireEvent, screen } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { BoardPage } from "../src/features/rating/BoardPage";
import { startTexts } from "../src/i18n";
import { readyForPages, showPage } from "./page";

/** Set before anything is loaded: the client of the API keeps the one it finds. */
const server = vi.hoisted(() => {
  const held = { next: async (): Promise<Response> => new Response("[]") };
  vi.stubGlobal("fetch", () => held.next());
  return held;
});

readyForPages();

beforeAll(async () => {
  await startTexts();
  await i18next.changeLanguage("en");
});
afterEach(cleanup);

const pages = { "/rating": undefined, "/rating/$campaignId": BoardPage };

it("does not call it done when the tasks did not come, and asks for them again", async () => {
  const busy = JSON.stringify({ title: "Busy", status: 503, code: "OVERLOADED" });
  server.next = async () => new Response(busy, { status: 503 });
  showPage(pages, "/rating/c1");
  await screen.findByRole("alert", { hidden: true });
  expect(screen.queryByText("All done")).toBeNull();

  let come = (_: Response) => {};
  server.next = () =>
    new Promise((resolve) => {
      come = resolve;
    });
  fireEvent.click(screen.getByText("Try again"));
  await screen.findByText("Fetching pictures…");
  expect(screen.queryByRole("alert", { hidden: true })).toBeNull();
  come(new Response("[]", { headers: { "Content-Type": "application/json" } }));
  await screen.findByText("All done");
});
