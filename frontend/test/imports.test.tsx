import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { ModelImport } from "../src/api/types";
import { Imports } from "../src/features/models/Imports";
import { startTexts } from "../src/i18n";

/** Set before anything is loaded: the client of the API keeps the one it finds. */
const server = vi.hoisted(() => {
  const held: { take: (offset: string | null) => unknown; imports: unknown[]; role: string; known: boolean } = {
    take: () => undefined,
    imports: [],
    role: "admin",
    known: false,
  };
  vi.stubGlobal("fetch", async (input: Request | string) => {
    const url = new URL(typeof input === "string" ? input : input.url, "http://x");
    held.known ||= url.pathname === "/api/me";
    const answer = url.pathname.endsWith("/content")
      ? held.take(url.searchParams.get("offset"))
      : url.pathname === "/api/me"
        ? { signedIn: true, roles: [held.role] }
        : url.pathname === "/api/imports"
          ? held.imports
          : [];
    return new Response(JSON.stringify(answer), { headers: { "Content-Type": "application/json" } });
  });
  return held;
});

beforeAll(startTexts);
beforeEach(() => i18next.changeLanguage("en"));
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
  origin: "",
  state: "UPLOADING",
  part: 0,
  parts: 0,
  createdAt: "2026-01-01T00:00:00Z",
});

async function shown(each: ModelImport) {
  server.imports = [each];
  const { container } = render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <Imports />
      </QueryClientProvider>
    </MantineProvider>,
  );
  await screen.findByText("60% sent");
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
  await screen.findByRole("button", { name: "Go on with the upload" });
  choose("abcde");
  await waitFor(() => expect(offsets).toEqual(["3"]));
});

it("refuses a file of another size", async () => {
  const taken = vi.fn();
  server.take = taken;
  const choose = await shown(begun());
  await screen.findByRole("button", { name: "Go on with the upload" });
  choose("abcdef");
  expect(screen.getByRole("alert").textContent).toBe("This is another file: the one that was begun has 5 bytes.");
  expect(taken).not.toHaveBeenCalled();
});

it("says that the connection is lost and that it goes on by itself", async () => {
  server.take = () => {
    throw new TypeError("no route");
  };
  const choose = await shown(begun());
  await screen.findByRole("button", { name: "Go on with the upload" });
  choose("abcde");
  const words = "The connection is lost; the upload goes on by itself when it is back.";
  expect(await screen.findByText(words)).toBeDefined();
  expect(screen.queryByRole("button", { name: "Go on with the upload" })).toBeNull();
});

it("offers it to those only who may", async () => {
  server.role = "curator";
  server.known = false;
  await shown(begun());
  await waitFor(() => expect(server.known).toBe(true));
  await act(() => Promise.resolve());
  expect(screen.queryByRole("button", { name: "Go on with the upload" })).toBeNull();
});
