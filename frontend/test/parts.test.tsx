import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { me } from "../src/api/me";
import type { Role, SystemPart } from "../src/api/types";
import { Parts } from "../src/features/system/Parts";
import { startTexts } from "../src/i18n";

/** Set before anything is loaded: the client of the API keeps the one it finds. */
const asked = vi.hoisted(() => {
  const requests: string[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    requests.push(`${request.method} ${new URL(request.url).pathname}`);
    return new Response(null, { status: 204 });
  });
  return requests;
});

beforeAll(startTexts);
afterEach(cleanup);

const engine: SystemPart = {
  name: "engine",
  condition: "UP",
  version: "libtorch 2.7.1",
  figures: [
    { name: "threads", unit: "COUNT", value: "2" },
    { name: "memory", unit: "BYTES", value: "812000000" },
    { name: "device", unit: "TEXT", value: "cpu" },
  ],
  listings: [],
};
const unknown: SystemPart = { name: "tape", condition: "DOWN", figures: [], listings: [], trouble: "No tape is in." };

const disk: SystemPart = { name: "disk", condition: "DOWN", figures: [], listings: [], trouble: "Only 3 MB are free." };

function show(parts: readonly SystemPart[], ...roles: Role[]) {
  const client = new QueryClient();
  client.setQueryData(me.queryKey, { signedIn: true, roles });
  const page = (now: readonly SystemPart[]) => (
    <MantineProvider>
      <QueryClientProvider client={client}>
        <Parts parts={now} />
      </QueryClientProvider>
    </MantineProvider>
  );
  const { rerender } = render(page(parts));
  return (later: readonly SystemPart[]) => rerender(page(later));
}

const shown = async (language: string) => {
  await i18next.changeLanguage(language);
  show([engine, unknown, disk]);
  return screen.getAllByRole("listitem").map((part) => part.textContent ?? "");
};

it("shows each part with state, version and figures in the reader's language", async () => {
  const [first] = await shown("en");
  expect(first).toBe("EngineUplibtorch 2.7.1Threads2Memory812 MBDevicecpu");
});

it("shows a part it has no word for by its own name, with its trouble", async () => {
  const [first, second] = await shown("zh-CN");
  expect(first).toContain("引擎正常");
  expect(second).toContain("tape异常");
  expect(second?.split("No tape is in.")).toHaveLength(2);
});

it("says in the reader's language what ails a part, and then what the server says of it", async () => {
  expect((await shown("zh-CN"))[2]).toContain("腾出空间后，工作会自己继续。Only 3 MB are free.");
});

it("shows how full a disk is", async () => {
  const fuller: SystemPart = {
    name: "disk",
    condition: "UP",
    figures: [
      { name: "free", unit: "BYTES", value: "25000000000" },
      { name: "total", unit: "BYTES", value: "100000000000" },
    ],
    listings: [],
  };
  show([fuller]);
  expect(screen.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("75");
});

it("lists the models in memory and the devices", async () => {
  await i18next.changeLanguage("en");
  const gpu = (device: string) => ({
    title: "H200",
    figures: [
      { name: "device", unit: "TEXT" as const, value: device },
      { name: "memory", unit: "BYTES" as const, value: "150000000000" },
      { name: "precisions", unit: "TEXT" as const, value: "fp32, fp16" },
    ],
  });
  const model = {
    title: "starter-128",
    figures: [
      { name: "weights", unit: "BYTES" as const, value: "132000000" },
      { name: "versions", unit: "COUNT" as const, value: "2" },
    ],
  };
  const busy: SystemPart = {
    ...engine,
    figures: [],
    listings: [
      { name: "models", entries: [model] },
      { name: "devices", entries: [gpu("cuda:0"), gpu("cuda:1")] },
      { name: "tapes", entries: [] },
    ],
  };
  show([busy]);
  expect(screen.getAllByRole("listitem").map((each) => each.textContent)).toEqual([
    expect.stringContaining("Models in memorystarter-128"),
    "starter-128Weights 132 MB · Versions 2",
    "H200Device cuda:0 · Memory 150 GB · Fast in fp32, fp16",
    "H200Device cuda:1 · Memory 150 GB · Fast in fp32, fp16",
  ]);
  expect(screen.getByText("none").previousSibling?.textContent).toBe("tapes");
});

it("lets administrators alone free the memory of an engine that runs", async () => {
  await i18next.changeLanguage("en");
  show([engine], "expert", "curator");
  expect(screen.queryByRole("button")).toBeNull();
  cleanup();
  show([{ ...engine, condition: "IDLE" }], "expert", "curator", "admin");
  expect(screen.queryByRole("button")).toBeNull();
  cleanup();
  show([engine], "expert", "curator", "admin");
  fireEvent.click(screen.getByRole("button", { name: "Free the memory" }));
  expect((await screen.findByText(/^Asked for/)).getAttribute("role")).toBe("status");
  expect(asked).toEqual(["POST /api/system/engine/unload"]);
});

it("says so until no model is in memory any more", async () => {
  await i18next.changeLanguage("en");
  const holding = (...titles: string[]): SystemPart[] => [
    { ...engine, listings: [{ name: "models", entries: titles.map((title) => ({ title, figures: [] })) }] },
  ];
  const showLater = show(holding("ink"), "expert", "curator", "admin");
  const said = screen.getByRole("status");
  expect(said.textContent).toBe("");
  fireEvent.click(screen.getByRole("button", { name: "Free the memory" }));
  await screen.findByText(/^Asked for/);
  showLater(holding("ink"));
  expect(said.textContent).toMatch(/^Asked for/);
  showLater(holding());
  await waitFor(() => expect(said.textContent).toBe(""));
  showLater(holding("ink"));
  expect(said.textContent).toBe("");
  expect(screen.getByRole("status")).toBe(said);
});
