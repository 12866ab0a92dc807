import { queryOptions } from "@tanstack/react-query";
import { api, told } from "../../api/client";

export const promotions = queryOptions({
  queryKey: ["promotions"],
  queryFn: () => told(api.GET("/api/promotions")),
});

/** @param revision of the serving alias that was on the screen: of two people at once, one is told to look again */
export const rollback = (reason: string, revision: number | undefined) =>
  told(api.POST("/api/promotions/rollback", { body: { reason, ...(revision === undefined ? {} : { revision }) } }));
export const importPipeline = (folder: string) => told(api.POST("/api/base-models", { body: { folder } }));
