import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { act, cleanup, configure, fireEvent, render, screen } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import type { Run } from "../src/api/types";
import { RunPage } from "../src/features/runs/RunPage";
import { startTexts } from "../src/i18n";

/** Set before anything is loaded: the client of the API keeps the one it finds. */
const server = vi.hoisted(() => {
  const run: Run = {
    id: "r1",
    name: "ink",
    baseVersionId: "m",
    batchGroups: 1,
    createdAt: "2026-01-01T00:00:00Z",
    createdBy: "mei",
    learningRate: 0.0001,
    objective: "PL_DPO",
    rank: 4,
    seed: 1,
    snapshotId: "s",
    snapshotName: "spring",
    state: "QUEUED",
    step: 0,
    steps: 10,
  };
  const held = { run };
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url, "http://x");
    const asked = /^\/api\/runs\/r1\/(cancel|resume)$/.exec(pathname)?.[1];
    if (asked !== undefined) {
      held.run = { ...held.run, state: asked === "cancel" ? "CANCELLED" : "QUEUED" };
    }
    const answer = asked !== undefined || pathname === "/api/runs/r1" ? held.run : [];
    return new Response(JSON.stringify(answer), { headers: { "Content-Type": "application/json" } });
  });
  return held;
});

class Silence {
  close() {}
}

vi.setConfig({ testTimeout: 30_000 }); // a whole page on slow machines
configure({ asyncUtilTimeout: 10_000 });

beforeAll(async () => {
  await startTexts();
  await i18next.changeLanguage("en");
  vi.stubGlobal("EventSource", Silence);
  vi.stubGlobal("scrollTo", () => undefined);
});
afterEach(cleanup);

const button = (name: string) => screen.findByRole("button", { name, hidden: true });

function show() {
  const root = createRootRoute();
  const routes = [
    createRoute({ getParentRoute: () => root, path: "/runs/$runId", component: RunPage }),
    createRoute({ getParentRoute: () => root, path: "/snapshots/$snapshotId" }),
  ];
  const router = createRouter({
    routeTree: root.addChildren(routes),
    history: createMemoryHistory({ initialEntries: ["/runs/r1"] }),
  });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <MantineProvider>
      <QueryClientProvider client={client}>
        <RouterProvider router={router as never} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return client;
}

it("keeps the focus when a run starts, and beside its state when one button gives way to another", async () => {
  const client = show();
  const cancel = await button("Cancel");
  const place = cancel.parentElement;
  act(() => cancel.focus());
  server.run = { ...server.run, state: "RUNNING", startedAt: "2026-01-01T00:00:01Z" };
  await act(() => client.invalidateQueries());
  await screen.findByText("Running");
  expect(document.activeElement).toBe(cancel);

  fireEvent.click(cancel);
  const resume = await button("Resume");
  expect(document.activeElement).toBe(place);
  expect(place?.textContent).toBe("CancelledResume");

  act(() => resume.focus());
  fireEvent.click(resume);
  await button("Cancel");
  expect(document.activeElement).toBe(place);
});

it("can be cancelled again after somebody else resumed it", async () => {
  server.run = { ...server.run, state: "RUNNING" };
  const client = show();
  fireEvent.click(await button("Cancel"));
  await button("Resume");
  server.run = { ...server.run, state: "RUNNING" };
  await act(() => client.invalidateQueries());
  fireEvent.click(await button("Cancel"));
  await button("Resume");
});
