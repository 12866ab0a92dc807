import { noAnswer, problemOf } from "./problem";

/** Asks the application; refusals and silence both arrive as ProblemError. */
async function request<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await send(method, path, body);
  if (!response.ok) {
    throw await problemOf(response);
  }
  const text = await response.text();
  return (text === "" ? undefined : parse(text)) as T;
}

/** Reads JSON; absence has one form here: a property that is null is left out. */
export const parse = (text: string): unknown => JSON.parse(text, (_, value: unknown) => value ?? undefined);

export const get = <T>(path: string): Promise<T> => request<T>("GET", path);
export const post = <T>(path: string, body: unknown = {}): Promise<T> => request<T>("POST", path, body);

function send(method: string, path: string, body: unknown): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json", "X-Requested-With": "JavaScript" };
  if (method !== "GET") {
    headers["X-Pinhua-Request"] = "1"; // a page of another origin cannot send it
    headers["Content-Type"] = "application/json";
  }
  return fetch(path, {
    method,
    headers,
    credentials: "same-origin",
    ...(method === "GET" ? {} : { body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    throw noAnswer(cause);
  });
}
