import { expect, it, vi } from "vitest";
import { asked, emptyWish, isReady, send } from "../src/features/models/upload";

type Answer = (input: Request | string, init?: RequestInit) => Promise<Response>;

/** Set before anything is loaded: the client of the API keeps the one it finds. */
const server = vi.hoisted(() => {
  const held: { answer: unknown } = { answer: undefined };
  vi.stubGlobal("fetch", (...asked: unknown[]) => (held.answer as (...of: unknown[]) => unknown)(...asked));
  return held as { answer: Answer };
});

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });

/** A server that loses its answer to the first part, and then is away for a moment. */
function flaky(size: number) {
  let received = 0;
  let calls = 0;
  const parts: string[] = [];
  server.answer = async (input, init) => {
    const url = typeof input === "string" ? input : input.url;
    if (!url.includes("/content")) {
      return json(200, { state: "UPLOADING", received });
    }
    calls += 1;
    const offset = Number(new URL(url, "http://x").searchParams.get("offset"));
    const bytes = init?.body instanceof Blob ? init.body.size : 0;
    if (calls === 1) {
      received += bytes;
      throw new TypeError("the connection was cut");
    }
    if (calls === 2) {
      return json(503, { title: "away", code: "OVERLOADED", status: 503 });
    }
    if (offset !== received) {
      return json(409, { title: "elsewhere", code: "UPLOAD_ELSEWHERE", status: 409 });
    }
    parts.push(`${offset}+${bytes}`);
    received += bytes;
    return json(200, { state: received === size ? "QUEUED" : "UPLOADING", received });
  };
  return parts;
}

it("goes on from where the server stands when an upload is cut", async () => {
  const part = 8 << 20;
  const size = 2 * part + 5;
  const parts = flaky(size);
  const told: number[] = [];
  await send("1", new Blob([new Uint8Array(size)]), (bytes) => told.push(bytes), 0);
  expect(parts).toEqual([`${part}+${part}`, `${2 * part}+5`]);
  expect(told).toEqual([2 * part, size]);
});

it("gives up when it is refused for good", async () => {
  server.answer = async () => json(413, { title: "too large", code: "TOO_LARGE", status: 413 });
  await expect(send("1", new Blob(["abc"]), () => undefined, 0)).rejects.toMatchObject({ status: 413 });
});

it("asks for an upload by its size and for a folder by its place", () => {
  const file = new File(["abc"], "水墨 ink.SafeTensors");
  const upload = { ...emptyWish, file, baseModelId: "b" };
  expect(asked(upload)).toEqual({
    kind: "ADAPTER",
    name: "水墨 ink",
    size: 3,
    baseModelId: "b",
    licence: "",
    origin: "",
  });
  const folder = { ...upload, kind: "BASE_MODEL" as const, way: "PATH" as const, path: " /models/x " };
  expect(asked(folder)).toEqual({ kind: "BASE_MODEL", path: "/models/x", licence: "", origin: "" });
  expect([isReady(upload), isReady(emptyWish), isReady({ ...emptyWish, way: "PATH" as const })]).toEqual([
    true,
    false,
    false,
  ]);
});
