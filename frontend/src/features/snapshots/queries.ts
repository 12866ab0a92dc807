import { queryOptions } from "@tanstack/react-query";
import { api, told } from "../../api/client";

export const snapshot = (id: string) =>
  queryOptions({
    queryKey: ["snapshots", id],
    queryFn: () => told(api.GET("/api/snapshots/{id}", { params: { path: { id } } })),
  });

export const manifestOf = (id: string) => `/api/snapshots/${id}/manifest`;
export const exportOf = (id: string) => `/api/snapshots/${id}/export`;
