import createClient from "openapi-fetch";
import { noAnswer, ProblemError, problemOf } from "./problem";
import type { paths } from "./schema";

/** The application's API, typed by its own description. Refusals and silence both arrive as ProblemError. */
export const api = createClient<paths>({
  credentials: "same-origin",
  headers: { Accept: "application/json", "X-Requested-With": "JavaScript" },
});

api.use({
  onRequest: ({ request }) => {
    if (request.method !== "GET") {
      request.headers.set("X-Pinhua-Request", "1"); // a page of another origin cannot send it
      request.headers.set("Content-Type", "application/json");
    }
  },
  onResponse: async ({ response }) => {
    if (!response.ok) {
      throw await problemOf(response);
    }
  },
  onError: ({ error }) => (error instanceof ProblemError ? error : noAnswer(error)),
});

/** The body of an answer. */
export async function told<A extends { data?: unknown }>(call: Promise<A>): Promise<NonNullable<A["data"]>> {
  const { data } = await call;
  return data as NonNullable<A["data"]>;
}

/** Reads JSON of a stream; absence has one form: a property that is null is left out. */
export const parse = (text: string): unknown => JSON.parse(text, (_, value: unknown) => value ?? undefined);
