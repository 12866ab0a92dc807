import { act, cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import type { Person } from "../src/api/types";
import { PeoplePage } from "../src/features/people/PeoplePage";
import { startTexts } from "../src/i18n";
import { showPart } from "./page";

/** Set before anything is loaded: the client of the API keeps the one it finds. */
const server = vi.hoisted(() => {
  const held: { state: string } = { state: "ACTIVE" };
  const person = () => ({
    id: "p1",
    name: "mei",
    displayName: "Mei",
    roles: ["expert"],
    state: held.state as Person["state"],
    createdAt: "2026-01-01T00:00:00Z",
  });
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url, "http://x");
    const asked = /^\/api\/people\/p1\/(invite|reset|disable)$/.exec(pathname)?.[1];
    if (asked !== undefined) {
      held.state = asked === "disable" ? "DISABLED" : "INVITED";
    }
    if (asked === "disable") {
      return new Response(null, { status: 204 });
    }
    const answer =
      asked !== undefined
        ? { invitationUrl: asked === "reset" ? "http://x/invitation" : "http://x/another" }
        : pathname === "/api/me"
          ? { signedIn: true, name: "root", roles: ["admin"] }
          : [person()];
    return new Response(JSON.stringify(answer), { headers: { "Content-Type": "application/json" } });
  });
  return held;
});

beforeAll(async () => {
  await startTexts();
  await i18next.changeLanguage("en");
});
afterEach(cleanup);

/** Presses the button and answers its question, and waits until both are gone. */
async function confirmed(name: string) {
  const button = await screen.findByRole("button", { name, hidden: true });
  act(() => button.focus());
  fireEvent.click(button);
  const question = await screen.findByRole("dialog", { hidden: true });
  await waitFor(() => expect(question.contains(document.activeElement)).toBe(true));
  fireEvent.click(within(question).getByRole("button", { name, hidden: true }));
  await waitFor(() => expect(button.isConnected).toBe(false));
}

it("keeps the focus in the row of a person whose buttons go with what they did", async () => {
  server.state = "ACTIVE";
  showPart(<PeoplePage />);
  const row = (await screen.findByText("Mei")).closest("tr");
  await confirmed("Reset password");
  expect(document.activeElement).toBe(row);
  expect(await screen.findByDisplayValue("http://x/invitation")).toBeDefined();
  await confirmed("Disable");
  expect(document.activeElement).toBe(row);
  expect(row?.textContent).toContain("Disabled");
});

it("shows the link that was made last, which ends those before", async () => {
  server.state = "INVITED";
  const { client } = showPart(<PeoplePage />);
  fireEvent.click(await screen.findByRole("button", { name: "New link", hidden: true }));
  await screen.findByDisplayValue("http://x/another");
  server.state = "ACTIVE"; // the link was used
  await act(() => client.invalidateQueries());
  await confirmed("Reset password");
  expect(await screen.findByDisplayValue("http://x/invitation")).toBeDefined();
  expect(screen.queryByDisplayValue("http://x/another")).toBeNull();
});
