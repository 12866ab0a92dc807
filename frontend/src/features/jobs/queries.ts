import { queryOptions } from "@tanstack/react-query";
import { api, told } from "../../api/client";
import { isLive } from "../../api/queries";
import type { Job } from "../../api/types";

export const hasFailed = (job: Job): boolean => job.state === "FAILED" || job.state === "DEAD";

/** As many as are listed. */
export const most = 200;

/** What is listed, and how many there are of all. Asked again all the time, and more often while something works. */
export const jobs = queryOptions({
  queryKey: ["jobs"],
  queryFn: async () => {
    const [list, { byState }] = await Promise.all([
      told(api.GET("/api/jobs", { params: { query: { limit: most } } })),
      told(api.GET("/api/jobs/counts")),
    ]);
    return { list, byState };
  },
  refetchInterval: ({ state: { data } }) => (data?.list.some(isLive) === true ? 1_500 : 5_000),
});

/** @param seen changes whenever an attempt begins or ends, so that its log is read anew */
export const attemptsOf = (id: string, seen: string) =>
  queryOptions({
    queryKey: ["jobs", id, "attempts", seen],
    queryFn: () => told(api.GET("/api/jobs/{id}/attempts", { params: { path: { id } } })),
  });

/** The runs by id, for the names of what is trained. */
export const runs = queryOptions({ queryKey: ["runs"], queryFn: () => told(api.GET("/api/runs")) });
