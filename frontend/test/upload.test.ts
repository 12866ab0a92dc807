import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { asked, emptyWish, isReady, suffixOf, withFile } from "../src/features/models/upload";
import { send } from "../src/features/models/uploading";

type Answer = (input: Request | string, init?: RequestInit) => Promise<Response>;

/** Set before anything is loaded: the client of the API keeps the one it finds. */
const server = vi.hoisted(() => {
  const held: { answer: unknown } = { answer: undefined };
  vi.stubGlobal("fetch", (...asked: unknown[]) => (held.answer as (...of: unknown[]) => unknown)(...asked));
  return held as { answer: Answer };
});

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });

const urlOf = (input: Request | string) => (typeof input === "string" ? input : input.url);
const offsetOf = (url: string) => Number(new URL(url, "http://x").searchParams.get("offset"));

const minutes = (count: number) => vi.advanceTimersByTimeAsync(count * 60_000);

/** A server that loses its answer to the first part, and then is away for a moment. */
function flaky(size: number) {
  let received = 0;
  let calls = 0;
  const parts: string[] = [];
  server.answer = async (input, init) => {
    const url = urlOf(input);
    if (!url.includes("/content")) {
      return json(200, { state: "UPLOADING", received });
    }
    calls += 1;
    const offset = offsetOf(url);
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
  const told: (string | undefined)[] = [];
  const sent = send("1", new Blob([new Uint8Array(size)]), 0, ({ heldUpBy }) => told.push(heldUpBy?.problem.code));
  await minutes(1);
  await sent;
  expect(parts).toEqual([`${part}+${part}`, `${2 * part}+5`]);
  expect(told).toEqual(["NO_ANSWER", "OVERLOADED", undefined, undefined]);
});

it("begins where the server stands when it goes on with what another page left", async () => {
  const offsets: number[] = [];
  server.answer = async (input) => {
    offsets.push(offsetOf(urlOf(input)));
    return json(200, { state: "QUEUED", received: 5 });
  };
  await send("1", new Blob(["abcde"]), 3, () => undefined);
  expect(offsets).toEqual([3]);
});

it("waits for a server that is away for long, asking ever more rarely", async () => {
  let tries = 0;
  const back = Date.now() + 29 * 60_000;
  server.answer = async (input) => {
    if (Date.now() < back) {
      tries += urlOf(input).includes("/content") ? 1 : 0;
      throw new TypeError("no route");
    }
    return json(200, { state: "QUEUED", received: 3 });
  };
  const sent = send("1", new Blob(["abc"]), 0, () => undefined);
  await minutes(31);
  await sent;
  expect(tries).toBeGreaterThan(50);
  expect(tries, "a pause grows to half a minute").toBeLessThan(70);
});

it("gives up after half an hour, and leaves on the server what it has", async () => {
  const asked: string[] = [];
  server.answer = async (input) => {
    asked.push(urlOf(input));
    return json(502, { title: "away", status: 502 });
  };
  const sent = send("1", new Blob(["abc"]), 0, () => undefined);
  const refused = expect(sent).rejects.toMatchObject({ status: 502 });
  await minutes(32);
  await refused;
  expect(asked.filter((each) => each.includes("cancel"))).toEqual([]);
});

it("ends at once when it is refused for good", async () => {
  server.answer = async () => json(413, { title: "too large", code: "TOO_LARGE", status: 413 });
  await expect(send("1", new Blob(["abc"]), 0, () => undefined)).rejects.toMatchObject({ status: 413 });
});

it("calls an import as its file is called, until people call it otherwise", () => {
  const [ink, wash] = [new File(["a"], "ink.safetensors"), new File(["b"], "wash.safetensors")];
  const first = withFile(emptyWish, ink);
  expect([first.name, withFile(first, wash).name, withFile(first, null).name]).toEqual(["ink", "wash", ""]);
  expect(withFile({ ...first, name: "brush" }, wash)).toMatchObject({ file: wash, name: "brush" });
});

it("asks for an upload by its size and for a folder by its place", () => {
  const file = new File(["abc"], "水墨 ink.SafeTensors");
  const upload = { ...emptyWish, file, baseModelId: "b" };
  expect(asked(upload)).toEqual({
    kind: "ADAPTER",
    name: "水墨 ink",
    size: 3,
    fileName: "水墨 ink.SafeTensors",
    baseModelId: "b",
    licence: "",
    origin: "",
  });
  const folder = { ...upload, kind: "BASE_MODEL" as const, way: "PATH" as const, path: " /models/x " };
  expect(asked(folder)).toEqual({ kind: "BASE_MODEL", path: "/models/x", licence: "", origin: "" });
  const told = { ...folder, prediction: "VELOCITY" as const };
  expect(asked(told)).toMatchObject({ prediction: "VELOCITY" });
  expect(asked({ ...told, kind: "ADAPTER" })).not.toHaveProperty("prediction");
  const lent = { ...folder, tokenizerOf: "b" };
  expect(asked(lent)).toMatchObject({ tokenizerOf: "b" });
  expect(asked(lent)).not.toHaveProperty("fileName");
  expect(asked({ ...lent, way: "UPLOAD" })).toMatchObject({ tokenizerOf: "b", fileName: "水墨 ink.SafeTensors" });
  expect(asked({ ...lent, kind: "ADAPTER" })).not.toHaveProperty("tokenizerOf");
  expect(asked({ ...upload, kind: "LEARNED_WORD", name: "robe" })).toMatchObject({
    name: "robe",
    fileName: "水墨 ink.SafeTensors",
    baseModelId: "b",
  });
  expect(["ADAPTER" as const, "LEARNED_WORD" as const, "BASE_MODEL" as const].map(suffixOf)).toEqual([
    ".safetensors,.zip",
    ".safetensors",
    ".zip,.safetensors",
  ]);
  expect([isReady(upload), isReady(emptyWish), isReady({ ...emptyWish, way: "PATH" as const })]).toEqual([
    true,
    false,
    false,
  ]);
});
