import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Navigate } from "@tanstack/react-router";
import { Mishap, Missing } from "./Mishap";
import { Shell } from "./Shell";

const root = createRootRoute({ component: Shell, notFoundComponent: Missing, errorComponent: Mishap });
const parent = { getParentRoute: () => root };

const routes = [
  createRoute({ ...parent, path: "/", component: () => <Navigate to="/playground" replace /> }),
  createRoute({ ...parent, path: "/studio", component: () => <Navigate to="/" replace /> }),
  createRoute({
    ...parent,
    path: "/playground",
    validateSearch: (search): { g?: string } => (typeof search.g === "string" ? { g: search.g } : {}),
    component: lazyRouteComponent(() => import("../features/playground/PlaygroundPage"), "PlaygroundPage"),
  }),
  createRoute({
    ...parent,
    path: "/rating",
    component: lazyRouteComponent(() => import("../features/rating/RatingPage"), "RatingPage"),
  }),
  createRoute({
    ...parent,
    path: "/rating/$campaignId",
    component: lazyRouteComponent(() => import("../features/rating/BoardPage"), "BoardPage"),
  }),
];

export const router = createRouter({ routeTree: root.addChildren(routes), defaultPreload: "intent" });

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
