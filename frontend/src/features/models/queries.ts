import { queryOptions } from "@tanstack/react-query";
import { api, told } from "../../api/client";
import type { ModelImport, NewImport, UsualSampling } from "../../api/types";

export const promotions = queryOptions({
  queryKey: ["promotions"],
  queryFn: () => told(api.GET("/api/promotions")),
});

/** @param revision of the serving alias that was on the screen: of two people at once, one is told to look again */
export const rollback = (reason: string, revision: number | undefined) =>
  told(api.POST("/api/promotions/rollback", { body: { reason, ...(revision === undefined ? {} : { revision }) } }));

export const setUsualSampling = (id: string, usual: UsualSampling) =>
  told(api.PUT("/api/base-models/{id}/usual-sampling", { params: { path: { id } }, body: usual }));

export const isOver = (each: ModelImport): boolean =>
  each.state === "DONE" || each.state === "FAILED" || each.state === "CANCELLED";

export const imports = queryOptions({
  queryKey: ["imports", "newest"],
  queryFn: () => told(api.GET("/api/imports")),
  refetchInterval: ({ state }) => (state.data?.every(isOver) === false ? 1_000 : false),
});

export const beginImport = (wish: NewImport) => told(api.POST("/api/imports", { body: wish }));
export const cancelImport = (id: string) => told(api.POST("/api/imports/{id}/cancel", { params: { path: { id } } }));
export const oneImport = (id: string) => told(api.GET("/api/imports/{id}", { params: { path: { id } } }));

export const withdrawWord = (id: string) =>
  told(api.POST("/api/learned-words/{id}/withdraw", { params: { path: { id } } }));

/** Where on the server may be imported from, and what lies there. */
export const importPlaces = queryOptions({
  queryKey: ["imports", "places"],
  queryFn: () => told(api.GET("/api/imports/places")),
});
