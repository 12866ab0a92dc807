import { queryOptions } from "@tanstack/react-query";
import { get, post } from "../../api/http";
import type { Generation, NewGeneration } from "../../api/types";

export const generation = (id: string) =>
  queryOptions({
    queryKey: ["generations", id],
    queryFn: () => get<Generation>(`/api/generations/${id}`),
    staleTime: Number.POSITIVE_INFINITY, // its event stream keeps it fresh
  });

export const history = queryOptions({
  queryKey: ["generations"],
  queryFn: () => get<Generation[]>("/api/generations?limit=24"),
});

export const generate = (wish: NewGeneration) => post<{ id: string }>("/api/generations", wish);
export const cancelGeneration = (id: string) => post<void>(`/api/generations/${id}/cancel`);
export const eventsOf = (id: string) => `/api/generations/${id}/events`;
