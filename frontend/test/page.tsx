import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  type RouteComponent,
  RouterProvider,
} from "@tanstack/react-router";
import { act, fireEvent, render } from "@testing-library/react";
import type { ReactNode } from "react";
import { vi } from "vitest";

// What tests of whole pages share. It loads nothing of the product, so that a test's server is there before.

/** Nobody tells events, and nothing scrolls. */
export function readyForPages() {
  class Silence {
    close() {}
  }
  vi.stubGlobal("EventSource", Silence);
  vi.stubGlobal("scrollTo", () => undefined);
}

/** Shows the page at an address, among those that it may lead to, in a frame where one is given. */
export function showPage(
  pages: Readonly<Record<string, RouteComponent | undefined>>,
  address: string,
  { frame, client }: { readonly frame?: RouteComponent; readonly client?: QueryClient } = {},
) {
  const root = createRootRoute({ ...(frame === undefined ? {} : { component: frame }) });
  const routes = Object.entries(pages).map(([path, component]) =>
    createRoute({ getParentRoute: () => root, path, ...(component === undefined ? {} : { component }) }),
  );
  const router = createRouter({
    routeTree: root.addChildren(routes),
    history: createMemoryHistory({ initialEntries: [address] }),
  });
  return { ...showPart(<RouterProvider router={router as never} />, client), router };
}

/** Shows a part of a page. Questions that are refused are not asked again. */
export function showPart(part: ReactNode, client = new QueryClient({ defaultOptions: { queries: { retry: false } } })) {
  const shown = render(
    <MantineProvider>
      <QueryClientProvider client={client}>{part}</QueryClientProvider>
    </MantineProvider>,
  );
  return { ...shown, client };
}

/** Has a picture fail as often as it is asked for. */
export function neverComes(picture: () => HTMLElement) {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    for (let times = 0; times < 3; times++) {
      fireEvent.error(picture());
      act(() => void vi.advanceTimersByTime(10_000));
    }
  } finally {
    vi.useRealTimers();
  }
}
