import { queryOptions } from "@tanstack/react-query";
import { get, post } from "../../api/http";
import type { ModelVersion, Promotion } from "../../api/types";

export const promotions = queryOptions({
  queryKey: ["promotions"],
  queryFn: () => get<Promotion[]>("/api/promotions"),
});

/** @param revision of the serving alias that was on the screen: of two people at once, one is told to look again */
export const rollback = (reason: string, revision: number | undefined) =>
  post<Promotion>("/api/promotions/rollback", { reason, revision });
export const importPipeline = (folder: string) => post<ModelVersion>("/api/base-models", { folder });
