import "./app/kit";
import { MantineProvider } from "@mantine/core";
import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { me } from "./api/me";
import { ProblemError } from "./api/problem";
import { router } from "./app/router";
import { theme } from "./app/theme";
import { startTexts } from "./i18n";

const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      if (error instanceof ProblemError && error.signedOut) {
        void queries.invalidateQueries({ queryKey: me.queryKey }); // the session is over: ask to sign in again
      }
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (count, error) => count < 2 && error instanceof ProblemError && error.passing,
    },
  },
});

await startTexts();
const place = document.getElementById("root");
if (place === null) {
  throw new Error("the page has no element #root");
}
createRoot(place).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
