import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { drawn, field, knows, press, Stream, server, shown } from "./playground";

it("tells how much of the prompts was left out, and only then", async () => {
  knows({ ...drawn, promptTokensCut: 12, negativePromptTokensCut: 0 });
  const { unmount } = await shown();
  expect(
    await screen.findByText(/The prompt is longer than the model can read\. Tokens left out at its end: 12\./),
  ).toBeDefined();
  expect(screen.queryByText(/negative prompt is longer/)).toBeNull();
  unmount();
  knows(drawn);
  await shown();
  await screen.findByText("Use these settings");
  expect(screen.queryByText(/longer than the model can read/)).toBeNull();
});

it("names the words that the model does not know", async () => {
  knows({ ...drawn, unknownWords: ["cat", "piano"] });
  await shown();
  expect(await screen.findByText(/never taught: cat (and|&) piano/)).toBeDefined();
});

it("names what only other tools act on", async () => {
  knows({ ...drawn, notFollowed: ["BREAK", "<lora:ink:0.8>"] });
  await shown();
  expect(await screen.findByText(/^Not followed: BREAK (and|&) <lora:ink:0\.8>\./)).toBeDefined();
});

it("tells below either prompt how the chosen model reads it", async () => {
  knows(drawn);
  const asked: unknown[] = [];
  server.reading = (body) => {
    asked.push(body);
    const tokens = [{ text: "fog", weight: 1, known: true, inside: false }];
    return { tokens, limit: asked.length === 1 ? 30 : 75, cut: 0, unknownWords: [], notFollowed: [] };
  };
  await shown();
  fireEvent.change(field("Prompt"), { target: { value: "fog" } });
  expect(await screen.findByText("1 / 30 tokens")).toBeDefined();
  await press("Use these settings");
  await waitFor(() => expect(screen.getAllByText("1 / 75 tokens")).toHaveLength(2));
  expect(asked).toHaveLength(3);
  for (const body of [
    { prompt: "fog" },
    { prompt: "a lantern", modelVersionId: "m" },
    { prompt: "fog", modelVersionId: "m" },
  ]) {
    expect(asked).toContainEqual(body);
  }
});

it("asks anew how a prompt is read when the pictures are there, and the engine with them", async () => {
  knows({ ...drawn, state: "RUNNING", images: [] });
  const asked: unknown[] = [];
  server.reading = (body) => void asked.push(body);
  await shown();
  await waitFor(() => expect(Stream.last?.path).toContain("g1"));
  fireEvent.change(field("Prompt"), { target: { value: "fog" } });
  await waitFor(() => expect(asked).toHaveLength(1));
  await new Promise((later) => setTimeout(later, 50));
  const tokens = [{ text: "fog", weight: 1, known: true, inside: false }];
  server.reading = () => ({ tokens, limit: 30, cut: 0, unknownWords: [], notFollowed: [] });
  knows(drawn);
  Stream.last?.say({ type: "done" });
  expect(await screen.findByText("1 / 30 tokens")).toBeDefined();
});

it("asks anew how a prompt is read when a row of a grid is there", async () => {
  knows({ ...drawn, state: "RUNNING", images: [] });
  const asked: unknown[] = [];
  server.reading = (body) => void asked.push(body);
  await shown("/playground?grid=g1");
  expect(await screen.findByText("0 of 1 row drawn")).toBeDefined();
  fireEvent.change(field("Prompt"), { target: { value: "fog" } });
  await waitFor(() => expect(asked).toHaveLength(1));
  await new Promise((later) => setTimeout(later, 50));
  const tokens = [{ text: "fog", weight: 1, known: true, inside: false }];
  server.reading = () => ({ tokens, limit: 30, cut: 0, unknownWords: [], notFollowed: [] });
  knows(drawn);
  expect(await screen.findByText("1 / 30 tokens")).toBeDefined();
});
