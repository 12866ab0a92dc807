import { MantineProvider } from "@mantine/core";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import i18next from "i18next";
import { useState } from "react";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { AuditPage } from "../src/features/audit/AuditPage";
import { startTexts } from "../src/i18n";
import { LoadMore } from "../src/ui/LoadMore";
import { showPart } from "./page";

/** Set before anything is loaded: the client of the API keeps the one it finds. */
const server = vi.hoisted(() => {
  const held = { away: false, asked: [] as (string | null)[] };
  const entry = (seq: number) => ({
    seq,
    at: "2026-01-01T00:00:00Z",
    actor: "ann",
    action: "run.started",
    subject: "r",
    details: {},
  });
  const page = (before: string | null) =>
    before === null ? Array.from({ length: 50 }, (_, place) => entry(60 - place)) : [entry(10)];
  vi.stubGlobal("fetch", async (request: Request) => {
    const url = new URL(request.url, "http://x");
    const before = url.searchParams.get("before");
    if (url.pathname === "/api/audit") {
      held.asked.push(before);
    }
    const refused = held.away && before !== null;
    const answer = refused
      ? { title: "away", code: "DATABASE_AWAY", status: 503 }
      : url.pathname === "/api/audit"
        ? page(before)
        : { intact: true, entries: 51, head: "h" };
    return new Response(JSON.stringify(answer), {
      status: refused ? 503 : 200,
      headers: { "Content-Type": "application/json" },
    });
  });
  return held;
});

beforeAll(startTexts);
beforeEach(() => i18next.changeLanguage("en"));
afterEach(cleanup);

const button = () => screen.getByRole("button", { name: "Show more" });
const words = "That is all";

it("says why more did not come, keeps the focus, and hands it to the end of the list", async () => {
  server.away = true;
  showPart(<AuditPage />);
  await screen.findByText("60");
  expect(screen.queryByText(words), "nothing was asked yet").toBeNull();
  button().focus();
  fireEvent.click(button());
  expect((await screen.findByRole("alert")).textContent).toContain("The database does not answer");
  expect(document.activeElement).toBe(button());

  server.away = false;
  fireEvent.click(button());
  await screen.findByText("10");
  expect(screen.queryByRole("alert")).toBeNull();
  await waitFor(() => expect(document.activeElement?.textContent).toBe(words));
  expect(server.asked).toEqual([null, "11", "11"]);
});

function Letters() {
  const [shown, setShown] = useState(1);
  const [later, setLater] = useState(false);
  return (
    <MantineProvider>
      <p>{"abc".slice(0, shown)}</p>
      <LoadMore more={shown < 3} loading={later} onMore={() => (shown === 1 ? setShown(2) : setLater(true))} />
      <button type="button" onClick={() => setShown(3)}>
        arrive
      </button>
    </MantineProvider>
  );
}

it("asks once at a time, stays where it is, and calls nobody back who went elsewhere", () => {
  render(<Letters />);
  button().focus();
  fireEvent.click(button());
  expect(screen.getByText("ab")).toBeDefined();
  expect(document.activeElement, "there is more").toBe(button());
  fireEvent.click(button());
  expect(button().getAttribute("aria-busy")).toBe("true");
  expect(button()).toHaveProperty("disabled", false);
  const other = screen.getByRole("button", { name: "arrive" });
  other.focus();
  fireEvent.click(other);
  expect(screen.getByText(words)).toBeDefined();
  expect(document.activeElement).toBe(other);
});
