import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, told } from "../../api/client";
import { ProblemError } from "../../api/problem";
import type { Generation, NewGeneration, PromptReading } from "../../api/types";
import { isOver } from "./progress";

export const generation = (id: string) =>
  queryOptions({
    queryKey: ["generations", id],
    queryFn: () => told(api.GET("/api/generations/{id}", { params: { path: { id } } })),
    staleTime: Number.POSITIVE_INFINITY, // its event stream keeps it fresh
  });

export const history = { queryKey: ["generations", "mine"] } as const;

const page = 24;

/** Earlier requests by pages, newest first; with words, those whose prompts have all of them. */
export const historyOf = (search: string) =>
  infiniteQueryOptions({
    queryKey: [...history.queryKey, search],
    queryFn: ({ pageParam }) =>
      told(
        api.GET("/api/generations", {
          params: { query: { limit: page, search, ...(pageParam === "" ? {} : { before: pageParam }) } },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (list) => (list.length < page ? undefined : list.at(-1)?.id),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.pages.flat().every(isOver) === false ? 2_000 : false),
  });

export const readings = { queryKey: ["prompt-readings"] } as const;
const elsewhere = [...readings.queryKey, "elsewhere"] as const;

/**
 * How a model reads a prompt, null where nothing tells; while it is asked of another prompt, what it said last.
 * A process without engines is asked again once the readings are invalidated, else only after some minutes.
 */
export const promptReading = (prompt: string, modelVersionId: string | null) =>
  queryOptions({
    queryKey: [...readings.queryKey, modelVersionId, prompt],
    queryFn: async ({ client, signal }): Promise<PromptReading | null> => {
      if (prompt === "" || client.getQueryState(elsewhere)?.isInvalidated === false) {
        return null;
      }
      try {
        const body = { prompt, ...(modelVersionId === null ? {} : { modelVersionId }) };
        return await told(api.POST("/api/prompts/readings", { body, signal }));
      } catch (cause) {
        if (!(cause instanceof ProblemError) || cause.signedOut || signal.aborted) {
          throw cause;
        }
        if (cause.problem.code === "ENGINE_ELSEWHERE") {
          client.setQueryData(elsewhere, true);
        }
        return null;
      }
    },
    placeholderData: (said, last) => (last?.queryKey[1] === modelVersionId ? said : undefined),
    gcTime: 0, // the tokens of a long prompt are hundreds of kilobytes
    retry: false, // the next key asks again
  });

export const generate = (wish: NewGeneration) => told(api.POST("/api/generations", { body: wish }));
export const generateGrid = (rows: NewGeneration[]) => told(api.POST("/api/generations/grid", { body: { rows } }));
export const cancelGeneration = (id: string) =>
  told(api.POST("/api/generations/{id}/cancel", { params: { path: { id } } }));
export const eventsOf = (id: string) => `/api/generations/${id}/events`;

/** The mask of an earlier request, as it was sent; undefined if it had none. */
export async function maskOf({ id, maskUrl }: Generation): Promise<string | undefined> {
  if (maskUrl === undefined) {
    return undefined;
  }
  const picture = api.GET("/api/generations/{id}/mask", {
    params: { path: { id } },
    headers: { Accept: "image/png" },
    parseAs: "arrayBuffer",
  });
  return btoa(Array.from(new Uint8Array(await told(picture)), (byte) => String.fromCharCode(byte)).join(""));
}

/** Several at once; what ended meanwhile stays as it is. */
export const cancelGenerations = (ids: readonly string[]) =>
  Promise.all(
    ids.map((id) =>
      cancelGeneration(id).catch((cause: unknown) => {
        if (!(cause instanceof ProblemError) || cause.problem.code !== "GENERATION_OVER") {
          throw cause;
        }
      }),
    ),
  );
