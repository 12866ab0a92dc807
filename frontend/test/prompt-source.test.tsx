import { cleanup, fireEvent, screen } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { startTexts } from "../src/i18n";
import { PromptSource } from "../src/prompts/PromptSource";
import { usePrompts } from "../src/prompts/prompts";
import { showPart } from "./page";

/** Set before anything is loaded: the client of the API keeps the one it finds. */
vi.hoisted(() => {
  vi.stubGlobal("fetch", async () => new Response("[]", { headers: { "Content-Type": "application/json" } }));
});

beforeAll(async () => {
  await startTexts();
  await i18next.changeLanguage("en");
});
afterEach(cleanup);

function Form() {
  const { prompts, setPrompts } = usePrompts();
  return <PromptSource prompts={prompts} onChange={setPrompts} fault={() => undefined} />;
}

const armour = new File(["text,topic\nink,armour"], "armour.csv");

function shown() {
  const { container } = showPart(<Form />);
  return container.querySelector("input[type=file]") as HTMLInputElement;
}

function choose(input: HTMLInputElement, file: File) {
  Object.assign(input, { files: [file] });
  fireEvent.change(input);
}

async function chosen() {
  const input = shown();
  choose(input, armour);
  return { input, text: await screen.findByLabelText("CSV file armour.csv") };
}

it("lets the same file be chosen again, as after it was corrected", async () => {
  const { input, text } = await chosen();
  expect((text as HTMLTextAreaElement).value).toBe("text,topic\nink,armour");
  expect(input.value).toBe(""); // browsers tell of a file that is there already no more
});

it("takes lines again once the text of a CSV file is gone", async () => {
  const { text } = await chosen();
  fireEvent.change(text, { target: { value: "" } });
  expect(await screen.findByLabelText("Prompts, one a line")).toBe(text);
});

it("says that a file cannot be read, until another one is", async () => {
  const input = shown();
  const gone = () => Promise.reject(new DOMException("it was moved", "NotReadableError"));
  choose(input, Object.assign(new File(["ink"], "moved.txt"), { arrayBuffer: gone }));
  expect((await screen.findByRole("alert")).textContent).toBe(
    "moved.txt cannot be read. Choose it again, or another file.",
  );
  choose(input, armour);
  await screen.findByLabelText("CSV file armour.csv");
  expect(screen.queryByRole("alert")).toBeNull();
});
