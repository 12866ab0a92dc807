import { act, cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import i18next from "i18next";
import { useSyncExternalStore } from "react";
import { afterEach, beforeAll, expect, it } from "vitest";
import { Board } from "../src/features/rating/Board";
import { startTexts } from "../src/i18n";
import { RatingSession } from "../src/rating/session";
import { showPart } from "./page";
import { pair, willing } from "./tasks";

let now = 1_000_000;

function Desk({ session }: { session: RatingSession }) {
  const sitting = useSyncExternalStore(session.subscribe, session.sitting);
  return sitting.current && <Board session={session} sitting={sitting} current={sitting.current} />;
}

/** An expert before the first of many pairs. */
const sit = async () => {
  const session = new RatingSession(
    willing(() => now),
    5,
  );
  showPart(<Desk session={session} />);
  act(() => session.start());
  await screen.findByText(pair(0).prompt);
  now += 3_000;
  return session;
};

const button = (name: string) => screen.getByText(name).closest("button") as HTMLButtonElement;
const tile = (number: number) => screen.getByAltText(`Candidate ${number}`).closest("button") as HTMLButtonElement;

/** Opens the reasons for a skip. */
const asks = async () => {
  const skip = button("Skip");
  act(() => skip.focus());
  fireEvent.click(skip);
  const reason = (await screen.findByText("Not sure")).closest("button") as HTMLButtonElement;
  await waitFor(() => expect(document.activeElement).toBe(reason));
  return reason;
};

beforeAll(async () => {
  await startTexts();
  await i18next.changeLanguage("en");
});
afterEach(() => {
  cleanup();
  localStorage.clear();
});

it("leads the focus to the question of the next task", async () => {
  await sit();
  expect(document.activeElement).toBe(screen.getByText(pair(0).prompt));
  fireEvent.click(tile(1));
  const commit = button("Commit");
  act(() => commit.focus());
  fireEvent.click(commit);
  expect(document.activeElement).toBe(screen.getByText(pair(1).prompt));
});

it("leads the focus from the reason for a skip to the question of the next task", async () => {
  await sit();
  fireEvent.click(await asks());
  const next = screen.getByText(pair(1).prompt);
  await waitFor(() => expect(screen.queryByRole("dialog", { hidden: true })).toBeNull());
  expect(document.activeElement).toBe(next);
});

it("skips one task however often a reason is pressed", async () => {
  const session = await sit();
  const reason = await asks();
  fireEvent.click(reason);
  fireEvent.click(reason);
  expect(session.sitting()).toMatchObject({ done: 1, current: { assignment: { prompt: pair(1).prompt } } });
});

it("keeps the answer when Escape closes a dialog", async () => {
  const session = await sit();
  fireEvent.click(tile(1));
  const reason = await asks();
  const [cross] = screen.getAllByRole("button", { name: "Close", hidden: true });
  fireEvent.click(cross as HTMLElement); // in a browser, the dialog is closing when its Escape reaches the board
  fireEvent.keyDown(reason, { key: "Escape", code: "Escape" });
  expect(session.sitting().ballot.choice).toBe("LEFT");
  fireEvent.keyDown(document.body, { key: "Escape", code: "Escape" });
  expect(session.sitting().ballot.choice).toBeUndefined();
});

it("drops the focus of no button that has nothing to do any longer", async () => {
  const session = await sit();
  expect(button("Undo").getAttribute("aria-disabled")).toBe("true");
  fireEvent.click(tile(1));
  const clear = button("Clear");
  act(() => clear.focus());
  fireEvent.click(clear);
  expect(session.sitting().ballot.choice).toBeUndefined();
  expect([clear.disabled, clear.getAttribute("aria-disabled")]).toEqual([false, "true"]);
  expect([button("Commit").disabled, button("Commit").getAttribute("aria-disabled")]).toEqual([false, "true"]);
  expect(document.activeElement).toBe(clear);
});

it.each([
  ["KeyN", () => screen.queryByRole("textbox", { hidden: true })],
  ["KeyG", () => screen.queryByText("Fewer tags")],
])("gives the keys their meaning back with the next task, whatever %s opened", async (code, opened) => {
  await sit();
  fireEvent.click(tile(1));
  fireEvent.keyDown(document.body, { code });
  expect(opened()).not.toBeNull();
  fireEvent.click(button("Commit"));
  await screen.findByText(pair(1).prompt);
  expect(opened()).toBeNull();
  fireEvent.keyDown(document.body, { code: "ArrowRight" });
  expect(tile(2).getAttribute("aria-pressed")).toBe("true");
});

it("opens and closes the comment by its button, where no key does", async () => {
  await sit();
  const comment = button("Comment");
  for (const open of [true, false]) {
    fireEvent.click(comment);
    expect(screen.queryAllByRole("textbox", { hidden: true })).toHaveLength(open ? 1 : 0);
    expect(comment.getAttribute("aria-expanded")).toBe(String(open));
  }
});

it.each([true, false])("lends a picture that is looked at the focus until Escape, keys on: %s", async (on) => {
  localStorage.setItem("pinhua.keys", String(on));
  const session = await sit();
  fireEvent.click(tile(1));
  const look = button("Look closer");
  act(() => look.focus());
  fireEvent.click(look);
  const above = screen.getByText("Back to rating").closest("button") as HTMLButtonElement;
  expect(document.activeElement).toBe(above);
  expect(fireEvent.keyDown(above, { key: "Tab", code: "Tab" }), "nothing else is in sight").toBe(false);
  fireEvent.keyDown(above, { key: "Escape", code: "Escape" });
  expect(screen.queryByText("Back to rating")).toBeNull();
  expect(document.activeElement).toBe(look);
  expect(session.sitting().ballot.choice).toBe("LEFT");
});
