import { queryOptions } from "@tanstack/react-query";
import { api, told } from "../../api/client";

export const lineage = (imageId: string) =>
  queryOptions({
    queryKey: ["lineage", imageId],
    queryFn: () => told(api.GET("/api/lineage/images/{id}", { params: { path: { id: imageId } } })),
  });

export const recent = queryOptions({
  queryKey: ["generations"],
  queryFn: () => told(api.GET("/api/generations", { params: { query: { limit: 24 } } })),
});

export const picture = (imageId: string) =>
  queryOptions({
    queryKey: ["images", imageId],
    queryFn: () => told(api.GET("/api/images/{id}", { params: { path: { id: imageId } } })),
  });
