import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, fireEvent, getConfig, render, screen, waitFor } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { PromptReading, Token } from "../src/api/types";
import { readings } from "../src/features/playground/queries";
import { ReadingLine } from "../src/features/playground/ReadingLine";
import { lostOf, textOf } from "../src/features/playground/tokens";
import { startTexts } from "../src/i18n";

type Answer = PromptReading | Response | undefined | Promise<PromptReading>;

/** Set before anything is loaded: the client of the API keeps the one it finds. */
const server = vi.hoisted(() => {
  const asked: string[] = [];
  const signals: AbortSignal[] = [];
  const held: { answer: (prompt: string) => Answer } = { answer: () => undefined };
  vi.stubGlobal("fetch", async (request: Request) => {
    const { prompt } = JSON.parse(await request.text()) as { prompt: string };
    asked.push(prompt);
    signals.push(request.signal);
    const answer = await held.answer(prompt);
    if (answer instanceof Response) {
      return answer;
    }
    return answer === undefined
      ? new Response(JSON.stringify({ code: "NO_ENGINE", status: 409 }), { status: 409 })
      : new Response(JSON.stringify(answer), { headers: { "Content-Type": "application/json" } });
  });
  return Object.assign(held, { asked, signals });
});

beforeAll(startTexts);
beforeEach(() => {
  server.asked.length = 0;
  server.signals.length = 0;
  return i18next.changeLanguage("en");
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

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
  return { tokens, limit: 4, cut: Math.max(0, tokens.length - 4), unknownWords, notFollowed: [] };
};

const never = () => new Promise<PromptReading>(() => undefined);
const past = (millis: number) => getConfig().asyncWrapper(() => new Promise((later) => setTimeout(later, millis)));

/** Opens or closes what the summary stands for. */
const flip = (summary: HTMLElement) => {
  const details = summary.parentElement as HTMLDetailsElement;
  act(() => {
    details.open = !details.open;
  });
};

const long = "a red robe with gold seams";

function shown(first: string) {
  const client = new QueryClient();
  const line = (prompt: string, modelVersionId: string | null) => (
    <QueryClientProvider client={client}>
      <ReadingLine label="Prompt" prompt={prompt} modelVersionId={modelVersionId}>
        <input aria-label="Prompt" value={prompt} readOnly />
      </ReadingLine>
    </QueryClientProvider>
  );
  const { container, rerender } = render(line(first, null));
  const type = (prompt: string, modelVersionId: string | null = null) => rerender(line(prompt, modelVersionId));
  return { client, container, type, heard: () => container.querySelector("[aria-live=polite]")?.textContent };
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

it("says at once what is lost, and aloud that something is when the typing rests longer", async () => {
  server.answer = (prompt) => read(prompt);
  const { container, heard } = shown(long);
  const summary = await screen.findByText("6 / 4 tokens");
  expect(heard()).toBe("");
  expect(summary.getAttribute("data-cut")).toBe("true");
  flip(summary);
  expect(screen.getByRole("group", { name: "Prompt: how the model reads it" })).toBeDefined();
  expect(screen.getByText("Too long: the model does not read to the end.")).toBeDefined();
  expect(screen.getByText("Not read: gold seams")).toBeDefined();
  expect([...container.querySelectorAll("s")].map((each) => each.textContent)).toEqual(["gold", "seams"]);
  await waitFor(() => expect(heard()).toBe("Prompt: Too long: the model does not read to the end."));
});

it("says nothing aloud of what is half typed", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }); // while a machine stands still nobody types
  const passed = (millis: number) => act(() => vi.advanceTimersByTimeAsync(millis));
  server.answer = (prompt) => (prompt === "a rob" ? read(prompt, ["rob"]) : never());
  const { type, heard } = shown("a rob");
  while (screen.queryByText(/never taught: rob\./) === null) {
    await passed(10);
  }
  await passed(1_500);
  type("a robe");
  await passed(1_000);
  expect(screen.getByText(/never taught: rob\./)).toBeDefined();
  expect(heard()).toBe("");
});

it("names unknown words, shows weights, and says in words what marks a token", async () => {
  server.answer = (prompt) => {
    const reading = read(prompt, ["cat"]);
    return { ...reading, tokens: [...reading.tokens, token("robe", { weight: 1.1 * 1.1 }), token("")] };
  };
  const { container, heard } = shown("a cat");
  flip(await screen.findByText("4 / 4 tokens"));
  expect(screen.getByText(/^The base model was never taught: cat\./)).toBeDefined();
  expect([...container.querySelectorAll("li")].map((each) => each.textContent)).toEqual([
    "a",
    "cat the base model was never taught it",
    "robe×1.21",
    "· goes on with the token before it",
  ]);
  expect([...container.querySelectorAll("li[data-known=false]")].map((each) => each.getAttribute("title"))).toEqual([
    "the base model was never taught it",
  ]);
  await waitFor(() => expect(heard()).toMatch(/^Prompt: The base model was never taught: cat\./));
});

it("names what only other tools act on, also aloud", async () => {
  server.answer = (prompt) => ({ ...read(prompt), notFollowed: ["[cat:dog:0.5]"] });
  const { heard } = shown("a [cat:dog:0.5]");
  expect(await screen.findByText(/^Not followed: \[cat:dog:0\.5\]\. Some other tools/)).toBeDefined();
  await waitFor(() => expect(heard()).toMatch(/^Prompt: Not followed: \[cat:dog:0\.5\]/));
});

it("lists tokens only while they are looked at, and keeps them open while nothing is told", async () => {
  server.answer = (prompt) => read(prompt);
  const { container, type } = shown("a robe");
  const summary = await screen.findByText("2 / 4 tokens");
  expect(container.querySelectorAll("li")).toHaveLength(0);
  flip(summary);
  expect(container.querySelectorAll("li")).toHaveLength(2);
  type("");
  expect(container.textContent).toBe("");
  type("robe");
  await screen.findByText("1 / 4 tokens");
  expect(container.querySelectorAll("li")).toHaveLength(1);
  flip(screen.getByText("1 / 4 tokens"));
  expect(container.querySelectorAll("li")).toHaveLength(0);
});

it("asks nothing of letters that an input method is about to turn into words", async () => {
  server.answer = (prompt) => read(prompt);
  const { type } = shown("");
  fireEvent.compositionStart(screen.getByLabelText("Prompt"));
  type("hong pao");
  await past(600);
  expect(server.asked).toEqual([]);
  type("红袍");
  fireEvent.compositionEnd(screen.getByLabelText("Prompt"));
  await screen.findByText("1 / 4 tokens");
  expect(server.asked).toEqual(["红袍"]);
});

it("says nothing while no engine tells", async () => {
  server.answer = (prompt) => (prompt === "a" ? read(prompt) : undefined);
  const { container, type } = shown("a");
  await screen.findByText("1 / 4 tokens");
  type("a robe");
  await waitFor(() => expect(container.textContent).toBe(""));
  expect(server.asked).toEqual(["a", "a robe"]);
});

it.each([
  ["was cleared", ""],
  ["was followed by one of which nothing is told", "untold"],
])("says no more of a prompt that %s", async (_, between) => {
  server.answer = (prompt) => (prompt === "next" ? never() : prompt === "untold" ? undefined : read(prompt));
  const { container, type } = shown(long);
  await screen.findByText("Not read: gold seams");
  type(between);
  await waitFor(() => expect(container.textContent).toBe(""));
  await past(50);
  type("next");
  await waitFor(() => expect(server.asked).toContain("next"));
  expect(container.textContent).toBe("");
});

it("keeps what was said while the same model is asked of more, not while another is asked", async () => {
  server.answer = (prompt) => (server.asked.length === 1 ? read(prompt) : never());
  const { container, type } = shown(long);
  await screen.findByText("Not read: gold seams");
  type(`${long} on it`);
  await waitFor(() => expect(server.asked).toHaveLength(2));
  expect(screen.getByText("Not read: gold seams")).toBeDefined();
  type(`${long} on it`, "m2");
  await waitFor(() => expect(server.asked).toHaveLength(3));
  expect(container.textContent).toBe("");
});

it("asks no more where engines run elsewhere, until it is told to", async () => {
  const problem = JSON.stringify({ title: "Elsewhere", status: 409, code: "ENGINE_ELSEWHERE" });
  server.answer = () => new Response(problem, { status: 409 });
  const { client, type } = shown("a");
  await waitFor(() => expect(server.asked).toEqual(["a"]));
  await past(50);
  type("a robe");
  await past(600);
  expect(server.asked).toEqual(["a"]);
  server.answer = (prompt) => read(prompt);
  await act(() => client.invalidateQueries({ queryKey: readings.queryKey }));
  expect(await screen.findByText("2 / 4 tokens")).toBeDefined();
  expect(server.asked).toEqual(["a", "a robe"]);
});

it("lets the page hear that the session is over", async () => {
  server.answer = () => new Response("", { status: 401 });
  const { client } = shown("a");
  const state = () => client.getQueryState([...readings.queryKey, null, "a"]);
  await waitFor(() => expect(state()?.status).toBe("error"));
});

it("gives up a question when another prompt stands there, and drops its answer", async () => {
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
  expect(server.signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  late.answer?.(read("slow red robe"));
  await past(50);
  expect(screen.queryByText("3 / 4 tokens")).toBeNull();
  expect(screen.getByText("1 / 4 tokens")).toBeDefined();
});

it("begins what is lost with the word that the limit cuts", () => {
  const rest = token("", { inside: true });
  const tokens = [token("a"), token("Qlingxi"), rest, rest, token("robe")];
  const lost = (limit: number) =>
    lostOf({ tokens, limit, cut: tokens.length - limit, unknownWords: [], notFollowed: [] });
  expect([1, 2, 3, 4].map(lost)).toEqual(["Qlingxi robe", "Qlingxi robe", "Qlingxi robe", "robe"]);
});

it("writes tokens as a text again", () => {
  const pieces = [token("red"), token("robe"), token("s", { inside: true }), token(","), token("gold")];
  expect(textOf(pieces)).toBe("red robes, gold");
  expect(textOf([token("红"), token("色"), token("，"), token("robe"), token("", { inside: true })])).toBe(
    "红色，robe",
  );
});
