import type { Role } from "../api/types";
import type { IconName } from "../ui/Icon";

export interface Place {
  readonly to: string;
  readonly label: `nav.${
    | "playground"
    | "campaigns"
    | "rating"
    | "curation"
    | "snapshots"
    | "runs"
    | "comparisons"
    | "models"
    | "lineage"
    | "people"
    | "jobs"
    | "audit"
    | "system"}`;
  readonly icon: IconName;
  readonly role: Role;
}

/** The loop, in its order. */
export const loop: readonly Place[] = [
  { to: "/playground", label: "nav.playground", icon: "brush", role: "expert" },
  { to: "/campaigns", label: "nav.campaigns", icon: "flag", role: "curator" },
  { to: "/rating", label: "nav.rating", icon: "rank", role: "expert" },
  { to: "/curation", label: "nav.curation", icon: "sieve", role: "curator" },
  { to: "/snapshots", label: "nav.snapshots", icon: "archive", role: "curator" },
  { to: "/runs", label: "nav.runs", icon: "curve", role: "curator" },
  { to: "/comparisons", label: "nav.comparisons", icon: "scale", role: "curator" },
  { to: "/models", label: "nav.models", icon: "cube", role: "expert" },
  { to: "/lineage", label: "nav.lineage", icon: "tree", role: "expert" },
];

export const house: readonly Place[] = [
  { to: "/people", label: "nav.people", icon: "people", role: "admin" },
  { to: "/jobs", label: "nav.jobs", icon: "list", role: "curator" },
  { to: "/audit", label: "nav.audit", icon: "archive", role: "admin" },
  { to: "/system", label: "nav.system", icon: "gear", role: "curator" },
];
