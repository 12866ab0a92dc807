import { useQuery } from "@tanstack/react-query";
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { me } from "../src/api/me";
import type { ModelImport } from "../src/api/types";
import { Imports } from "../src/features/models/Imports";
import { placeOf } from "../src/features/models/place";
import { startTexts } from "../src/i18n";
import { showPart } from "./page";

/** Set before anything is loaded: the client of the API keeps the one it finds. */
const server = vi.hoisted(() => {
  const held: { take: (offset: string | null) => unknown; imports: unknown[]; bases: unknown[]; role: string } = {
    take: () => undefined,
    imports: [],
    bases: [],
    role: "admin",
  };
  vi.stubGlobal("fetch", async (input: Request | string) => {
    const url = new URL(typeof input === "string" ? input : input.url, "http://x");
    const answer = url.pathname.endsWith("/content")
      ? held.take(url.searchParams.get("offset"))
      : url.pathname === "/api/me"
        ? { signedIn: true, roles: [held.role] }
        : url.pathname === "/api/imports"
          ? held.imports
          : url.pathname === "/api/base-models"
            ? held.bases
            : [];
    return answer instanceof Response
      ? answer
      : new Response(JSON.stringify(answer), { headers: { "Content-Type": "application/json" } });
  });
  return held;
});

beforeAll(startTexts);
beforeEach(() => {
  server.role = "admin";
  return i18next.changeLanguage("en");
});
afterEach(cleanup);

let imports = 0;

const begun = (): ModelImport => ({
  id: `i${imports++}`,
  kind: "ADAPTER",
  name: "ink",
  baseModelId: "b",
  size: 5,
  received: 3,
  licence: "",
  mine: true,
  moved: false,
  origin: "",
  state: "UPLOADING",
  part: 0,
  parts: 0,
  createdAt: "2026-01-01T00:00:00Z",
});

/** Says the role as soon as the page knows it: what is missing then is not only late. */
function Known() {
  return <>{useQuery(me).data?.roles.join()}</>;
}

async function shown(each: ModelImport) {
  server.imports = [each];
  const { container } = showPart(
    <>
      <Imports />
      <Known />
    </>,
  );
  await screen.findByText("60% sent");
  await screen.findByText(server.role);
  return (bytes: string) => {
    const input = container.querySelector("input[type=file]") as HTMLInputElement;
    fireEvent.change(input, { target: { files: [new File([bytes], "ink.safetensors")] } });
  };
}

it("goes on with an upload that another page left, from where the server stands", async () => {
  const each = begun();
  const offsets: (string | null)[] = [];
  server.take = (offset) => {
    offsets.push(offset);
    return { ...each, state: "QUEUED", received: 5 };
  };
  const choose = await shown(each);
  choose("abcde");
  await waitFor(() => expect(offsets).toEqual(["3"]));
});

it("refuses a file of another size", async () => {
  const taken = vi.fn();
  server.take = taken;
  const choose = await shown(begun());
  choose("abcdef");
  expect(screen.getByRole("alert").textContent).toBe("This is another file: the one that was begun has 5 bytes.");
  expect(taken).not.toHaveBeenCalled();
});

it("says that the connection is lost and that it goes on by itself", async () => {
  server.take = () => {
    throw new TypeError("no route");
  };
  const choose = await shown(begun());
  choose("abcde");
  const words = "The connection is lost; the upload goes on by itself when it is back.";
  expect(await screen.findByText(words)).toBeDefined();
  expect(screen.queryByRole("button", { name: "Go on with the upload" })).toBeNull();
});

it("says what holds an upload up where the server answers", async () => {
  server.take = () =>
    new Response(JSON.stringify({ title: "No room", code: "NO_ROOM", status: 507 }), {
      status: 507,
      headers: { "Content-Type": "application/json" },
    });
  const choose = await shown(begun());
  choose("abcde");
  const words = "There is no room for this on the disk. The upload tries again by itself.";
  expect(await screen.findByText(words)).toBeDefined();
  expect(screen.queryByText(/connection is lost/)).toBeNull();
});

it("goes on at a press, with the file that it has, once its sender is signed in again", async () => {
  const each = begun();
  server.take = () =>
    new Response(JSON.stringify({ title: "Sign in first", code: "NOT_SIGNED_IN", status: 401 }), {
      status: 401,
      headers: { "Content-Type": "application/json" },
    });
  const choose = await shown(each);
  choose("abcde");
  const words = "What was sent is kept. Once you are signed in again, one press goes on with it.";
  expect(await screen.findByText(words)).toBeDefined();
  const offsets: (string | null)[] = [];
  server.take = (offset) => {
    offsets.push(offset);
    return { ...each, state: "QUEUED", received: 5 };
  };
  fireEvent.click(screen.getByRole("button", { name: "Go on with the upload" }));
  await waitFor(() => expect(offsets).toEqual(["3"]));
  expect(screen.queryByText(words)).toBeNull();
});

it("shows how far a file has been sent", async () => {
  await shown(begun());
  expect(screen.getByRole("progressbar", { name: "ink" }).getAttribute("aria-valuenow")).toBe("60");
});

it("says what an import waits for", async () => {
  server.imports = [{ ...begun(), kind: "BASE_MODEL", state: "RUNNING", parts: 4, waitReason: "NO_ROOM" }];
  showPart(<Imports />);
  const words = "There is too little room on the disk. With more room it goes on by itself.";
  expect(await screen.findByText(words)).toBeDefined();
});

it("shows how far the present step of an import is", async () => {
  server.imports = [{ ...begun(), kind: "BASE_MODEL", state: "RUNNING", part: 43, parts: 100 }];
  showPart(<Imports />);
  expect(await screen.findByText("43% of this step done")).toBeDefined();
  expect(screen.getByRole("progressbar", { name: "ink" }).getAttribute("aria-valuenow")).toBe("43");
});

it("leads from a learned word that is done to where it stands on the page", async () => {
  server.imports = [{ ...begun(), kind: "LEARNED_WORD", state: "DONE", learnedWordId: "w" }];
  showPart(<Imports />);
  const link = await screen.findByRole("link", { name: "Show among the learned words" });
  expect(link.getAttribute("href")).toBe(`#${placeOf("w")}`);
});

it("says under which name a model was known before, and whether it is read from here now", async () => {
  const known: ModelImport = { ...begun(), kind: "BASE_MODEL", state: "DONE", knownAs: "old & true" };
  server.imports = [known, { ...known, id: "moved", moved: true }];
  showPart(<Imports />);
  expect(await screen.findByText(/^Known already, as old & true\. Its files are where they were/)).toBeDefined();
  expect(screen.getByText(/^Known already, as old & true\. It is read from here now/)).toBeDefined();
});

it("says under which name an adapter was known before", async () => {
  server.imports = [{ ...begun(), state: "DONE", knownAs: "old & true" }];
  showPart(<Imports />);
  const words = "Known already for this base model, as old & true. Nothing was added.";
  expect(await screen.findByText(words)).toBeDefined();
});

it("says whose tokenizer a checkpoint took", async () => {
  server.bases = [{ id: "b", name: "lender & co" }];
  server.imports = [{ ...begun(), kind: "BASE_MODEL", state: "DONE", baseModelId: undefined, tokenizerOf: "b" }];
  showPart(<Imports />);
  expect(await screen.findByText("Tokenizer of lender & co")).toBeDefined();
});

it("offers to cancel by the name of what is imported", async () => {
  await shown(begun());
  expect(screen.getByRole("button", { name: "Cancel: ink" })).toBeDefined();
});

it("offers neither to those who may not", async () => {
  server.role = "curator";
  await shown(begun());
  expect(screen.queryByRole("button")).toBeNull();
});

it("lets nobody go on with another's upload, but every administrator cancel it", async () => {
  await shown({ ...begun(), mine: false });
  expect(screen.getAllByRole("button").map((each) => each.getAttribute("aria-label"))).toEqual(["Cancel: ink"]);
});
