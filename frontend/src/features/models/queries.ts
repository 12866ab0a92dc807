import { queryOptions } from "@tanstack/react-query";
import { api, told } from "../../api/client";
import { noAnswer, problemOf } from "../../api/problem";
import type { ModelImport, NewImport } from "../../api/types";

export const promotions = queryOptions({
  queryKey: ["promotions"],
  queryFn: () => told(api.GET("/api/promotions")),
});

/** @param revision of the serving alias that was on the screen: of two people at once, one is told to look again */
export const rollback = (reason: string, revision: number | undefined) =>
  told(api.POST("/api/promotions/rollback", { body: { reason, ...(revision === undefined ? {} : { revision }) } }));

export const baseModels = queryOptions({
  queryKey: ["base-models"],
  queryFn: () => told(api.GET("/api/base-models")),
});

export const isOver = (each: ModelImport): boolean =>
  each.state === "DONE" || each.state === "FAILED" || each.state === "CANCELLED";

export const imports = queryOptions({
  queryKey: ["imports"],
  queryFn: () => told(api.GET("/api/imports")),
  refetchInterval: ({ state }) => (state.data?.every(isOver) === false ? 1_000 : false),
});

export const beginImport = (wish: NewImport) => told(api.POST("/api/imports", { body: wish }));
export const cancelImport = (id: string) => told(api.POST("/api/imports/{id}/cancel", { params: { path: { id } } }));

/** Below what a body may hold. */
const partSize = 8 << 20;

/** Sends a file part by part; the import goes on by itself after the last one. */
export async function upload(id: string, file: Blob, onSent: (bytes: number) => void): Promise<void> {
  for (let offset = 0; offset < file.size; offset += partSize) {
    const part = file.slice(offset, offset + partSize);
    const answer = await fetch(`/api/imports/${id}/content?offset=${offset}`, {
      method: "PUT",
      credentials: "same-origin",
      headers: {
        Accept: "application/json",
        "Content-Type": "application/octet-stream",
        "X-Requested-With": "JavaScript",
        "X-Pinhua-Request": "1",
      },
      body: part,
    }).catch((cause: unknown) => {
      throw noAnswer(cause);
    });
    if (!answer.ok) {
      throw await problemOf(answer);
    }
    onSent(offset + part.size);
  }
}
