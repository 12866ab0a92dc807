import { MantineProvider } from "@mantine/core";
import { act, cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import i18next from "i18next";
import { type ReactNode, type RefObject, useRef, useState } from "react";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { startTexts } from "../src/i18n";
import { BusyButton } from "../src/ui/BusyButton";
import { ConfirmButton } from "../src/ui/ConfirmButton";
import { WishForm } from "../src/ui/WishForm";

beforeAll(async () => {
  await startTexts();
  await i18next.changeLanguage("en");
});
afterEach(cleanup);

type Heir = RefObject<HTMLElement | null>;

/** A place that stays, with something in it that goes. */
function Matter({ children }: { children: (heir: Heir) => ReactNode }) {
  const [over, setOver] = useState(false);
  const place = useRef<HTMLElement>(null);
  return (
    <MantineProvider>
      <section ref={place} tabIndex={-1} aria-label="matter">
        {!over && children(place)}
      </section>
      <button type="button" onClick={() => setOver(true)}>
        end
      </button>
    </MantineProvider>
  );
}

/** `hidden`: an open question covers the page. */
const button = (name: string) => screen.getByRole("button", { name, hidden: true });
const place = () => screen.getByRole("region", { name: "matter", hidden: true });
const confirm = (onConfirm: () => void) => (heir: Heir) => (
  <ConfirmButton busy={false} question="Shut the door?" consequence="It stays shut." onConfirm={onConfirm} heir={heir}>
    Shut
  </ConfirmButton>
);

it("hands the focus on when a button goes", () => {
  render(
    <Matter>
      {(heir) => (
        <BusyButton busy={false} heir={heir}>
          Open
        </BusyButton>
      )}
    </Matter>,
  );
  act(() => button("Open").focus());
  fireEvent.click(button("end"));
  expect(document.activeElement).toBe(place());
});

it("hands the focus on when a button goes after its question was answered", async () => {
  const confirmed = vi.fn();
  render(<Matter>{confirm(confirmed)}</Matter>);
  const shut = button("Shut");
  act(() => shut.focus());
  fireEvent.click(shut);
  const question = await screen.findByRole("dialog", { hidden: true });
  await waitFor(() => expect(question.contains(document.activeElement)).toBe(true));
  fireEvent.click(within(question).getByRole("button", { name: "Shut", hidden: true }));
  expect(confirmed).toHaveBeenCalledTimes(1);
  await waitFor(() => expect(document.activeElement).toBe(shut));
  fireEvent.click(button("end"));
  expect(document.activeElement).toBe(place());
});

it("hands the focus on when a button goes while it asks", async () => {
  render(<Matter>{confirm(() => undefined)}</Matter>);
  const shut = button("Shut");
  act(() => shut.focus());
  fireEvent.click(shut);
  const question = await screen.findByRole("dialog", { hidden: true });
  await waitFor(() => expect(question.contains(document.activeElement)).toBe(true));
  fireEvent.click(button("end"));
  expect(document.activeElement).toBe(place());
});

it("hands the focus on when a form goes with a field that has it", () => {
  render(
    <Matter>
      {(heir) => (
        <WishForm start={{ mutate: () => undefined, isPending: false, error: null }} submit="Send" ready heir={heir}>
          <input aria-label="reason" />
        </WishForm>
      )}
    </Matter>,
  );
  act(() => screen.getByRole("textbox", { name: "reason" }).focus());
  fireEvent.click(button("end"));
  expect(document.activeElement).toBe(place());
});
