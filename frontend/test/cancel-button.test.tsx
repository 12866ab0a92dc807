import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import i18next from "i18next";
import { useRef, useState } from "react";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { startTexts } from "../src/i18n";
import { BusyButton } from "../src/ui/BusyButton";
import { CancelButton } from "../src/ui/CancelButton";

beforeAll(startTexts);
beforeEach(() => i18next.changeLanguage("en"));
afterEach(cleanup);

const client = new QueryClient();

function Work({ ask, asked = false }: { ask: () => Promise<void>; asked?: boolean }) {
  const [over, setOver] = useState(false);
  const place = useRef<HTMLElement>(null);
  return (
    <MantineProvider>
      <QueryClientProvider client={client}>
        <section ref={place} tabIndex={-1} aria-label="work">
          {!over && <CancelButton ask={ask} queryKey={["work"]} asked={asked} heir={place} />}
        </section>
        <button type="button" onClick={() => setOver(true)}>
          end
        </button>
      </QueryClientProvider>
    </MantineProvider>
  );
}

const button = (name: string) => screen.getByRole("button", { name });

it("asks once at a time, keeps the focus meanwhile, and hands it on at the end", async () => {
  let answer = () => {};
  const ask = vi.fn(
    () =>
      new Promise<void>((resolve) => {
        answer = resolve;
      }),
  );
  render(<Work ask={ask} />);
  const cancel = button("Cancel");
  act(() => cancel.focus());
  fireEvent.click(cancel);
  await waitFor(() => expect(cancel.getAttribute("aria-busy")).toBe("true"));
  expect(cancel).toHaveProperty("disabled", false);
  fireEvent.click(cancel);
  expect(ask).toHaveBeenCalledTimes(1);
  answer();
  await waitFor(() => expect(cancel.getAttribute("aria-busy")).toBe("false"));
  expect(ask).toHaveBeenCalledTimes(1); // a second one would have been asked a moment after the click
  expect(document.activeElement).toBe(cancel);
  fireEvent.click(button("end"));
  expect(document.activeElement).toBe(screen.getByRole("region", { name: "work" }));
});

it("asks for nothing that was asked for already, and keeps the focus", async () => {
  const ask = vi.fn(async () => undefined);
  render(<Work ask={ask} asked />);
  const cancel = button("Cancel");
  act(() => cancel.focus());
  fireEvent.click(cancel);
  await act(() => new Promise((resolve) => setTimeout(resolve, 20)));
  expect(ask).not.toHaveBeenCalled();
  expect(cancel.getAttribute("aria-disabled")).toBe("true");
  expect(document.activeElement).toBe(cancel);
});

it("calls nobody back who went elsewhere", () => {
  render(<Work ask={async () => undefined} />);
  const elsewhere = button("end");
  act(() => elsewhere.focus());
  fireEvent.click(elsewhere);
  expect(screen.queryByRole("button", { name: "Cancel" })).toBeNull();
  expect(document.activeElement).toBe(elsewhere);
});

it("sends a form off once", () => {
  const send = vi.fn((event: { preventDefault: () => void }) => event.preventDefault());
  const form = (busy: boolean) => (
    <MantineProvider>
      <form onSubmit={send}>
        <BusyButton type="submit" busy={busy}>
          Send
        </BusyButton>
      </form>
    </MantineProvider>
  );
  const { rerender } = render(form(false));
  fireEvent.click(button("Send"));
  expect(send).toHaveBeenCalledTimes(1);
  rerender(form(true));
  fireEvent.click(button("Send"));
  expect(send).toHaveBeenCalledTimes(1);
});
