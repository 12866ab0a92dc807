import { queryOptions } from "@tanstack/react-query";
import { get, post } from "../../api/http";
import type { ModelVersion, Promotion } from "../../api/types";

export const promotions = queryOptions({
  queryKey: ["promotions"],
  queryFn: () => get<Promotion[]>("/api/promotions"),
});

export const rollback = (reason: string) => post<Promotion>("/api/promotions/rollback", { reason });
export const importPipeline = (folder: string) => post<ModelVersion>("/api/base-models", { folder });
