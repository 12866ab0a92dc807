import { act, cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import i18next from "i18next";
import { useRef } from "react";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { Rollback } from "../src/features/models/Rollback";
import { startTexts } from "../src/i18n";
import { showPart } from "./page";

/** Set before anything is loaded: the client of the API keeps the one it finds. */
vi.hoisted(() => {
  let served = "v2";
  const promotion = { id: "p", kind: "PROMOTION", modelVersionId: "v2", previousName: "plain", revision: 1 };
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url, "http://x");
    if (request.method === "POST") {
      served = "v1";
      return new Response(null, { status: 204 });
    }
    const answer = pathname === "/api/serving" ? { modelVersion: { id: served }, revision: 1 } : [promotion];
    return new Response(JSON.stringify(answer), { headers: { "Content-Type": "application/json" } });
  });
});

beforeAll(async () => {
  await startTexts();
  await i18next.changeLanguage("en");
});
afterEach(cleanup);

function Serving() {
  const place = useRef<HTMLElement>(null);
  return (
    <>
      <section ref={place} tabIndex={-1} aria-label="serving" />
      <Rollback heir={place} />
    </>
  );
}

it("hands the focus on where there is nothing further to go back to", async () => {
  showPart(<Serving />);
  const back = await screen.findByRole("button", { name: "Roll back to plain" });
  act(() => back.focus());
  fireEvent.click(back);
  await waitFor(() => expect(back.isConnected).toBe(false));
  expect(document.activeElement).toBe(screen.getByRole("region", { name: "serving" }));
});
