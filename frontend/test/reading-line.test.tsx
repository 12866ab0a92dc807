import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, configure, render, screen, waitFor } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { PromptReading, Token } from "../src/api/types";
import { ReadingLine } from "../src/features/playground/ReadingLine";
import { textOf } from "../src/features/playground/tokens";
import { startTexts } from "../src/i18n";

type Answer = PromptReading | undefined | Promise<PromptReading>;

/** Set before anything is loaded: the client of the API keeps the one it finds. */
const server = vi.hoisted(() => {
  const asked: string[] = [];
  const held: { answer: (prompt: string) => Answer } = { answer: () => undefined };
  vi.stubGlobal("fetch", async (request: Request) => {
    const { prompt } = JSON.parse(await request.text()) as { prompt: string };
    asked.push(prompt);
    const answer = await held.answer(prompt);
    return answer === undefined
      ? new Response(JSON.stringify({ code: "NO_ENGINE", status: 409 }), { status: 409 })
      : new Response(JSON.stringify(answer), { headers: { "Content-Type": "application/json" } });
  });
  return Object.assign(held, { asked });
});

configure({ asyncUtilTimeout: 10_000 });
vi.setConfig({ testTimeout: 30_000 });
beforeAll(startTexts);
beforeEach(() => {
  server.asked.length = 0;
  return i18next.changeLanguage("en");
});
afterEach(cleanup);

const token = (text: string, more: Partial<Token> = {}): Token => ({
  text,
  weight: 1,
  known: true,
  inside: false,
  ...more,
});

/** A token for each word, room for four. */
const read = (prompt: string, unknownWords: string[] = []): PromptReading => {
  const tokens = prompt.split(" ").map((word) => token(word, { known: !unknownWords.includes(word) }));
  return { tokens, limit: 4, cut: Math.max(0, tokens.length - 4), unknownWords };
};

function shown(first: string) {
  const client = new QueryClient();
  const line = (prompt: string) => (
    <QueryClientProvider client={client}>
      <ReadingLine prompt={prompt} modelVersionId={null} />
    </QueryClientProvider>
  );
  const { container, rerender } = render(line(first));
  return { container, type: (prompt: string) => rerender(line(prompt)) };
}

it("asks once the typing rests", async () => {
  server.answer = (prompt) => read(prompt);
  const { container, type } = shown("");
  for (const prompt of ["a", "a r", "a red", " a red robe "]) {
    type(prompt);
  }
  expect((await screen.findByText("3 / 4 tokens")).getAttribute("data-cut")).toBe("false");
  expect(server.asked).toEqual(["a red robe"]);
  type("");
  expect(container.textContent).toBe("");
});

it("says what is lost, and announces that something is", async () => {
  server.answer = (prompt) => read(prompt);
  const { container } = shown("a red robe with gold seams");
  expect((await screen.findByText("6 / 4 tokens")).getAttribute("data-cut")).toBe("true");
  const live = container.querySelector("[aria-live=polite]");
  expect(live?.textContent).toBe("Too long: the model does not read to the end.");
  expect(screen.getByText("Not read: gold seams")).toBeDefined();
  expect([...container.querySelectorAll("s")].map((each) => each.textContent)).toEqual(["gold", "seams"]);
});

it("names unknown words and shows weights", async () => {
  server.answer = (prompt) => {
    const reading = read(prompt, ["cat"]);
    return { ...reading, tokens: [...reading.tokens, token("robe", { weight: 1.1 * 1.1 }), token("")] };
  };
  const { container } = shown("a cat");
  await screen.findByText("4 / 4 tokens");
  expect(container.querySelector("[aria-live=polite]")?.textContent).toContain("never taught: cat.");
  expect([...container.querySelectorAll("li")].map((each) => each.textContent)).toEqual(["a", "cat", "robe×1.21", "·"]);
  expect([...container.querySelectorAll("li[data-known=false]")].map((each) => each.getAttribute("title"))).toEqual([
    "the base model was never taught it",
  ]);
});

it("says nothing while no engine tells", async () => {
  server.answer = (prompt) => (prompt === "a" ? read(prompt) : undefined);
  const { container, type } = shown("a");
  await screen.findByText("1 / 4 tokens");
  type("a robe");
  await waitFor(() => expect(container.textContent).toBe(""));
  expect(server.asked).toEqual(["a", "a robe"]);
});

it("drops an answer that comes when another prompt stands there", async () => {
  const late: { answer?: (reading: PromptReading) => void } = {};
  server.answer = (prompt) =>
    prompt === "slow red robe"
      ? new Promise<PromptReading>((answer) => {
          late.answer = answer;
        })
      : read(prompt);
  const { type } = shown("slow red robe");
  type("quick");
  await screen.findByText("1 / 4 tokens");
  late.answer?.(read("slow red robe"));
  await new Promise((later) => setTimeout(later, 50));
  expect(screen.queryByText("3 / 4 tokens")).toBeNull();
  expect(screen.getByText("1 / 4 tokens")).toBeDefined();
});

it("writes tokens as a text again", () => {
  const pieces = [token("red"), token("robe"), token("s", { inside: true }), token(","), token("gold")];
  expect(textOf(pieces)).toBe("red robes, gold");
  expect(textOf([token("红"), token("色"), token("，"), token("robe"), token("", { inside: true })])).toBe(
    "红色，robe",
  );
});
