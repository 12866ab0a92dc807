import { queryOptions } from "@tanstack/react-query";
import { api, told } from "../../api/client";
import type { NewComparison, NewPromotion } from "../../api/types";

export const comparisons = queryOptions({
  queryKey: ["comparisons"],
  queryFn: () => told(api.GET("/api/comparisons")),
});

/** Asked again while it is undecided: votes keep coming. */
export const comparison = (id: string) =>
  queryOptions({
    queryKey: ["comparisons", id],
    queryFn: () => told(api.GET("/api/comparisons/{id}", { params: { path: { id } } })),
    refetchInterval: (query) => (query.state.data?.state === "CLOSED" ? false : 3_000),
  });

export const createComparison = (wish: NewComparison) => told(api.POST("/api/comparisons", { body: wish }));

export const promote = (wish: NewPromotion) => told(api.POST("/api/promotions", { body: wish }));
