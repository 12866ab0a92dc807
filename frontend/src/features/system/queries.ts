import { queryOptions } from "@tanstack/react-query";
import { api, told } from "../../api/client";

export const system = queryOptions({
  queryKey: ["system"],
  queryFn: () => told(api.GET("/api/system")),
  refetchInterval: 10_000,
});

export const unloadEngine = () => told(api.POST("/api/system/engine/unload"));
