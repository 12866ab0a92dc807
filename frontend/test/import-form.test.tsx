import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { ImportForm } from "../src/features/models/ImportForm";
import { startTexts } from "../src/i18n";
import { showPart } from "./page";

/** Set before anything is loaded: the client of the API keeps the one it finds. */
const server = vi.hoisted(() => {
  const held: { begun: unknown[]; refusal: unknown } = { begun: [], refusal: undefined };
  vi.stubGlobal("fetch", async (request: Request) => {
    const url = new URL(request.url, "http://x");
    const json = (status: number, body: unknown) =>
      new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
    if (request.method === "POST") {
      held.begun.push(await request.json());
      return held.refusal === undefined ? json(200, { id: "i" }) : json(400, held.refusal);
    }
    return json(
      200,
      url.pathname === "/api/base-models"
        ? [
            { id: "b", name: "clip model", pipelineClass: "StableDiffusionPipeline" },
            { id: "o", name: "odd model", pipelineClass: "Odd" },
          ]
        : { folders: ["/import"], found: [], largestUpload: 16 * 1024 ** 3, largestAdapter: 4 * 1024 ** 3 },
    );
  });
  return held;
});

beforeAll(async () => {
  await startTexts();
  await i18next.changeLanguage("en");
});
afterEach(cleanup);

async function form() {
  showPart(<ImportForm />);
  await screen.findByDisplayValue("clip model");
}

async function shown() {
  await form();
  fireEvent.click(screen.getByLabelText("Learned word"));
  fireEvent.click(screen.getByLabelText("A folder of the server"));
}

const fill = (name: string, value: string) =>
  fireEvent.change(screen.getByLabelText(name, { selector: "input" }), { target: { value } });
const send = () => fireEvent.click(screen.getByRole("button", { name: "Check and import" }));

it("asks for the word that prompts call a file by", async () => {
  await shown();
  fill("Place on the server", "/import/robe.safetensors");
  fill("Word", "robe");
  send();
  await waitFor(() =>
    expect(server.begun).toEqual([
      {
        kind: "LEARNED_WORD",
        name: "robe",
        path: "/import/robe.safetensors",
        baseModelId: "b",
        licence: "",
        origin: "",
      },
    ]),
  );
});

it("says how large a file may be, which for a model is more", async () => {
  await form();
  expect(await screen.findByText(/At most 4\.29 GB\./)).toBeDefined();
  fireEvent.click(screen.getByRole("radio", { name: "Base model" }));
  expect(await screen.findByText(/At most 17\.2 GB\./)).toBeDefined();
});

it("takes the tokenizer of a known model of a fitting family for a checkpoint alone", async () => {
  server.begun.length = 0;
  server.refusal = {
    title: "Invalid",
    status: 400,
    code: "INVALID_INPUT",
    violations: [{ field: "tokenizerOf", message: "must be said of a checkpoint that is sent by itself" }],
  };
  await form();
  fireEvent.click(screen.getByRole("radio", { name: "Base model" }));
  fireEvent.click(screen.getByLabelText("A folder of the server"));
  fill("Place on the server", "/import/bare.safetensors");
  send();
  expect(await screen.findByText(/^a checkpoint alone has no tokenizer/)).toBeDefined();
  expect(server.begun).toEqual([{ kind: "BASE_MODEL", path: "/import/bare.safetensors", licence: "", origin: "" }]);
  server.refusal = undefined;
  fireEvent.click(screen.getByLabelText("Tokenizer", { selector: "input" }));
  fireEvent.click(await screen.findByRole("option", { name: "Tokenizer of clip model", hidden: true }));
  expect(screen.queryByRole("option", { name: "Tokenizer of odd model", hidden: true })).toBeNull();
  send();
  await waitFor(() => expect(server.begun.at(-1)).toMatchObject({ tokenizerOf: "b" }));
});

it("says at the word what is wrong with it", async () => {
  const message = "must be a word of 1 to 60 characters, with a letter and without ( ) [ ] : , \\ （ ） ： ， and …";
  server.refusal = {
    title: "Invalid",
    status: 400,
    code: "INVALID_INPUT",
    violations: [{ field: "name", message }],
  };
  await shown();
  fill("Place on the server", "/import/robe.safetensors");
  fill("Word", "1");
  send();
  expect(
    await screen.findByText(/^must have 1 to 60 characters with a letter.*（ ） ： ，.*line breaks/),
  ).toBeDefined();
  expect(screen.getByText(/be it a single one, is used inside every word that has it/)).toBeDefined();
});
