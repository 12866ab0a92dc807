import { queryOptions } from "@tanstack/react-query";
import { get } from "../../api/http";
import type { Snapshot } from "../../api/types";

export const snapshot = (id: string) =>
  queryOptions({ queryKey: ["snapshots", id], queryFn: () => get<Snapshot>(`/api/snapshots/${id}`) });

export const manifestOf = (id: string) => `/api/snapshots/${id}/manifest`;
export const exportOf = (id: string) => `/api/snapshots/${id}/export`;
