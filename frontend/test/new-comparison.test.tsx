import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import type { NewComparison } from "../src/api/types";
import { NewComparisonPage } from "../src/features/comparisons/NewComparisonPage";
import { startTexts } from "../src/i18n";
import { readyForPages, showPage } from "./page";

/** Set before anything is loaded: the client of the API keeps the one it finds. */
const server = vi.hoisted(() => {
  const held = { wishes: [] as NewComparison[] };
  const versions = [
    { id: "v1", name: "plain" },
    { id: "v2", name: "warm" },
  ];
  const answers: Record<string, unknown> = {
    "/api/serving": { modelVersion: versions[0], revision: 1 },
    "/api/model-versions": versions,
    "/api/prompt-sets": { id: "s" },
    "/api/comparisons": { id: "k" },
  };
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url, "http://x");
    if (request.method === "POST" && pathname === "/api/comparisons") {
      held.wishes.push(await request.json());
    }
    const answer = request.method === "GET" && pathname === "/api/prompt-sets" ? [] : answers[pathname];
    return new Response(JSON.stringify(answer), { headers: { "Content-Type": "application/json" } });
  });
  return held;
});

readyForPages();

beforeAll(async () => {
  await startTexts();
  await i18next.changeLanguage("en");
});
afterEach(cleanup);

it("asks raters what the curator wrote, to begin with in the curator's language", async () => {
  const pages = { "/comparisons/new": NewComparisonPage, "/comparisons/$comparisonId": () => "made" };
  showPage(pages, "/comparisons/new?challenger=v2");
  const question = await screen.findByRole<HTMLInputElement>("textbox", { name: /^Question/ });
  expect(question.value).toBe("Which picture is better?");
  fireEvent.change(screen.getByRole("textbox", { name: /^Prompts, one a line/ }), { target: { value: "a crane" } });
  const create = screen.getByRole<HTMLButtonElement>("button", { name: "Create" });
  await waitFor(() => expect(create.disabled).toBe(false));
  fireEvent.change(question, { target: { value: " " } });
  expect(create.disabled, "nothing is asked").toBe(true);
  fireEvent.change(question, { target: { value: "Whose hands are better?" } });
  fireEvent.click(create);
  expect(await screen.findByText("made")).toBeTruthy();
  expect(server.wishes).toMatchObject([{ question: "Whose hands are better?", challengerVersionId: "v2" }]);
});
