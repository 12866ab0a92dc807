import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Navigate } from "@tanstack/react-router";
import { type ExclusionReason, exclusionReasons } from "../api/types";
import { Mishap, Missing } from "./Mishap";
import { Shell } from "./Shell";

const root = createRootRoute({ component: Shell, notFoundComponent: Missing, errorComponent: Mishap });
/** A search parameter that is there or not; anything else in the address is dropped. */
const optionalText =
  <K extends string>(...keys: readonly K[]) =>
  (search: Record<string, unknown>): { [key in K]?: string } => {
    const given = keys.filter((key) => typeof search[key] === "string");
    return Object.fromEntries(given.map((key) => [key, search[key]])) as { [key in K]?: string };
  };

const reasonOf = (search: Record<string, unknown>): { reason?: ExclusionReason } => {
  const reason = exclusionReasons.find((each) => each === search.reason);
  return reason === undefined ? {} : { reason };
};

const parent = { getParentRoute: () => root };

const routes = [
  createRoute({ ...parent, path: "/", component: () => <Navigate to="/playground" replace /> }),
  createRoute({ ...parent, path: "/studio", component: () => <Navigate to="/playground" replace /> }),
  createRoute({
    ...parent,
    path: "/playground",
    validateSearch: optionalText("g", "start", "grid"),
    component: lazyRouteComponent(() => import("../features/playground/PlaygroundPage"), "PlaygroundPage"),
  }),
  createRoute({
    ...parent,
    path: "/campaigns",
    component: lazyRouteComponent(() => import("../features/campaigns/CampaignsPage"), "CampaignsPage"),
  }),
  createRoute({
    ...parent,
    path: "/campaigns/new",
    component: lazyRouteComponent(() => import("../features/campaigns/NewCampaignPage"), "NewCampaignPage"),
  }),
  createRoute({
    ...parent,
    path: "/campaigns/$campaignId",
    component: lazyRouteComponent(() => import("../features/campaigns/CampaignPage"), "CampaignPage"),
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
  createRoute({
    ...parent,
    path: "/curation",
    component: lazyRouteComponent(() => import("../features/curation/CurationListPage"), "CurationListPage"),
  }),
  createRoute({
    ...parent,
    path: "/curation/$curationId",
    validateSearch: reasonOf,
    component: lazyRouteComponent(() => import("../features/curation/CurationPage"), "CurationPage"),
  }),
  createRoute({
    ...parent,
    path: "/snapshots",
    component: lazyRouteComponent(() => import("../features/snapshots/SnapshotsPage"), "SnapshotsPage"),
  }),
  createRoute({
    ...parent,
    path: "/snapshots/$snapshotId",
    component: lazyRouteComponent(() => import("../features/snapshots/SnapshotPage"), "SnapshotPage"),
  }),
  createRoute({
    ...parent,
    path: "/runs",
    component: lazyRouteComponent(() => import("../features/runs/RunsPage"), "RunsPage"),
  }),
  createRoute({
    ...parent,
    path: "/runs/new",
    validateSearch: optionalText("snapshot"),
    component: lazyRouteComponent(() => import("../features/runs/NewRunPage"), "NewRunPage"),
  }),
  createRoute({
    ...parent,
    path: "/runs/$runId",
    component: lazyRouteComponent(() => import("../features/runs/RunPage"), "RunPage"),
  }),
  createRoute({
    ...parent,
    path: "/comparisons",
    component: lazyRouteComponent(() => import("../features/comparisons/ComparisonsPage"), "ComparisonsPage"),
  }),
  createRoute({
    ...parent,
    path: "/comparisons/new",
    validateSearch: optionalText("challenger"),
    component: lazyRouteComponent(() => import("../features/comparisons/NewComparisonPage"), "NewComparisonPage"),
  }),
  createRoute({
    ...parent,
    path: "/comparisons/$comparisonId",
    component: lazyRouteComponent(() => import("../features/comparisons/ComparisonPage"), "ComparisonPage"),
  }),
  createRoute({
    ...parent,
    path: "/models",
    component: lazyRouteComponent(() => import("../features/models/ModelsPage"), "ModelsPage"),
  }),
  createRoute({
    ...parent,
    path: "/lineage",
    component: lazyRouteComponent(() => import("../features/lineage/LineageIndexPage"), "LineageIndexPage"),
  }),
  createRoute({
    ...parent,
    path: "/lineage/$imageId",
    component: lazyRouteComponent(() => import("../features/lineage/LineagePage"), "LineagePage"),
  }),
  createRoute({
    ...parent,
    path: "/people",
    component: lazyRouteComponent(() => import("../features/people/PeoplePage"), "PeoplePage"),
  }),
  createRoute({
    ...parent,
    path: "/jobs",
    component: lazyRouteComponent(() => import("../features/jobs/JobsPage"), "JobsPage"),
  }),
  createRoute({
    ...parent,
    path: "/audit",
    component: lazyRouteComponent(() => import("../features/audit/AuditPage"), "AuditPage"),
  }),
  createRoute({
    ...parent,
    path: "/system",
    component: lazyRouteComponent(() => import("../features/system/SystemPage"), "SystemPage"),
  }),
];

export const router = createRouter({
  routeTree: root.addChildren(routes),
  defaultPreload: "intent",
  defaultErrorComponent: Mishap,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
