import "./app/kit";
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { newQueryClient } from "./app/queryClient";
import { router } from "./app/router";
import { theme } from "./app/theme";
import { startTexts } from "./i18n";

const queries = newQueryClient();

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
