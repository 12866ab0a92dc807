import { queryOptions } from "@tanstack/react-query";
import { api, told } from "../../api/client";
import { isLive } from "../../api/queries";
import type { Job } from "../../api/types";

export const hasFailed = (job: Job): boolean => job.state === "FAILED" || job.state === "DEAD";

/** Asked again all the time, and more often while something works. */
export const jobs = queryOptions({
  queryKey: ["jobs"],
  queryFn: () => told(api.GET("/api/jobs", { params: { query: { limit: 200 } } })),
  refetchInterval: ({ state: { data } }) => (data?.some(isLive) === true ? 1_500 : 5_000),
});

/** @param seen changes whenever an attempt begins or ends, so that its log is read anew */
export const attemptsOf = (id: string, seen: string) =>
  queryOptions({
    queryKey: ["jobs", id, "attempts", seen],
    queryFn: () => told(api.GET("/api/jobs/{id}/attempts", { params: { path: { id } } })),
  });

/** The runs by id, for the names of what is trained. */
export const runs = queryOptions({ queryKey: ["runs"], queryFn: () => told(api.GET("/api/runs")) });
