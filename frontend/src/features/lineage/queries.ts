import { queryOptions } from "@tanstack/react-query";
import { get } from "../../api/http";
import type { Generation, Lineage } from "../../api/types";

export const lineage = (imageId: string) =>
  queryOptions({ queryKey: ["lineage", imageId], queryFn: () => get<Lineage>(`/api/lineage/images/${imageId}`) });

export const recent = queryOptions({
  queryKey: ["generations"],
  queryFn: () => get<Generation[]>("/api/generations?limit=24"),
});
