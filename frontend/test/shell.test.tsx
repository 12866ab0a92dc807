import { useMutation } from "@tanstack/react-query";
import { act, cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { house, loop } from "../src/app/navigation";
import { newQueryClient } from "../src/app/queryClient";
import { Shell } from "../src/app/Shell";
import { unloadEngine } from "../src/features/system/queries";
import { startTexts } from "../src/i18n";
import { ProblemNotice } from "../src/ui/ProblemNotice";
import { readyForPages, showPage } from "./page";

/** Set before anything is loaded: the client of the API keeps the one it finds. */
const server = vi.hoisted(() => {
  const held = { signedIn: true };
  const mei = { signedIn: true, name: "mei", displayName: "Mei", roles: ["expert"], passwordUrl: "/password" };
  vi.stubGlobal("fetch", async (request: Request) => {
    const json = (status: number, body: unknown) =>
      new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
    if (new URL(request.url, "http://x").pathname === "/api/me") {
      return json(200, held.signedIn ? mei : { signedIn: false, roles: [] });
    }
    return held.signedIn ? json(200, {}) : json(401, { title: "Sign in first", status: 401, code: "NOT_SIGNED_IN" });
  });
  return held;
});

readyForPages();

beforeAll(async () => {
  await startTexts();
  await i18next.changeLanguage("en");
});
beforeEach(() => {
  server.signedIn = true;
});
afterEach(cleanup);

/** A page with room to write, and a button that sends it. */
function Letter() {
  const send = useMutation({ mutationFn: unloadEngine });
  return (
    <>
      <input aria-label="letter" />
      <button type="button" onClick={() => send.mutate()}>
        send
      </button>
      <ProblemNotice error={send.error} />
    </>
  );
}

const places = Object.fromEntries([...loop, ...house].map((each) => [each.to, undefined]));
const show = () =>
  showPage({ ...places, "/": undefined, "/playground": Letter }, "/playground", {
    frame: Shell,
    client: newQueryClient(),
  });
const letter = () => screen.findByLabelText<HTMLInputElement>("letter");

it("keeps what was written when the session ends, and says where to sign in without leaving the page", async () => {
  show();
  const written = await letter();
  fireEvent.change(written, { target: { value: "a long robe" } });
  server.signedIn = false;
  fireEvent.click(screen.getByText("send"));
  const over = "Your session is over";
  await screen.findByText(over);
  expect(await letter()).toBe(written);
  expect(written.value).toBe("a long robe");
  const ways = screen.getAllByRole("link", { name: "Sign in (new tab)", hidden: true });
  expect(ways, "above the page, and where it was refused").toHaveLength(2);
  for (const way of ways) {
    expect(way.getAttribute("href")).toMatch(/^\/login\?to=%2F/);
    expect(way.getAttribute("target")).toBe("_blank");
  }

  server.signedIn = true;
  act(() => void window.dispatchEvent(new Event("visibilitychange"))); // back from the other tab
  await waitFor(() => expect(screen.queryByText(over)).toBeNull());
  expect((await letter()).value).toBe("a long robe");
});

it("shows a stranger the doors", async () => {
  server.signedIn = false;
  show();
  expect(await screen.findByText("Taste becomes a model")).toBeDefined();
  expect(screen.queryByLabelText("letter")).toBeNull();
});

it("closes the menu at every choice and at Escape, and takes the focus along", async () => {
  show();
  await letter();
  const burger = screen.getByRole("button", { name: "Menu", hidden: true });
  const open = () => burger.getAttribute("aria-expanded");
  fireEvent.click(burger);
  expect(open()).toBe("true");
  fireEvent.click(screen.getByRole("link", { name: "Playground", hidden: true })); // where one is
  expect(open()).toBe("false");
  expect(document.activeElement).toBe(screen.getByRole("main", { hidden: true }));

  const heard = vi.fn();
  window.addEventListener("keydown", heard);
  fireEvent.click(burger);
  fireEvent.keyDown(document.body, { key: "Escape" });
  expect(open()).toBe("false");
  expect(document.activeElement).toBe(burger);
  expect(heard, "the keys of a page").not.toHaveBeenCalled();
  fireEvent.keyDown(document.body, { key: "Escape" });
  expect(heard).toHaveBeenCalledOnce();
  window.removeEventListener("keydown", heard);
});

it("leads from the menu, which every screen has room for, to another password", async () => {
  show();
  await letter();
  const menu = within(screen.getByRole("navigation", { hidden: true }));
  expect(menu.getByRole("link", { name: "Change password", hidden: true }).getAttribute("href")).toBe("/password");
});
