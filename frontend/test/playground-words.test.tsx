import { act, fireEvent, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { drawn, field, knows, press, server, shown } from "./playground";

it("offers the model's learned words and puts them at the end of either prompt", async () => {
  knows(drawn);
  const known = server.answer;
  const words = ["robe", "<ink>"].map((word, place) => ({
    id: `w${place}`,
    word,
    baseModelId: place === 0 ? "b" : "c",
  }));
  server.answer = (call) => (call.path === "/api/learned-words" ? words : known(call));
  await shown();
  fireEvent.change(field("Prompt"), { target: { value: "灯笼" } });
  await screen.findByRole("group", { name: "Add a learned word to the prompt", hidden: true });
  await press("Add robe to the prompt");
  expect(field("Prompt").value).toBe("灯笼，robe");
  expect(screen.queryByText("<ink>"), "a word of another model").toBeNull();
  await press("More parameters");
  fireEvent.change(field("Negative prompt (what to leave out)"), { target: { value: "fog" } });
  await press("Add robe to the negative prompt");
  expect(field("Negative prompt (what to leave out)").value).toBe("fog, robe");
});

it("offers no word that was withdrawn", async () => {
  knows(drawn);
  const known = server.answer;
  const words = [
    { id: "w0", word: "robe", baseModelId: "b" },
    { id: "w1", word: "cape", baseModelId: "b", withdrawnAt: "2026-01-02T00:00:00Z" },
  ];
  server.answer = (call) => (call.path === "/api/learned-words" ? words : known(call));
  await shown();
  await screen.findByRole("button", { name: "Add robe to the prompt", hidden: true });
  expect(screen.queryByText("cape")).toBeNull();
});

it("lets many learned words be searched", async () => {
  knows(drawn);
  const known = server.answer;
  const words = Array.from({ length: 13 }, (_, place) => ({
    id: `w${place}`,
    word: `word${place}`,
    baseModelId: "b",
  }));
  server.answer = (call) => (call.path === "/api/learned-words" ? words : known(call));
  await shown();
  const search = await screen.findByLabelText("Add a learned word to the prompt", { selector: "input" });
  expect(screen.queryByRole("button", { name: "Add word7 to the prompt", hidden: true })).toBeNull();
  act(() => search.focus());
  fireEvent.click(search);
  fireEvent.change(search, { target: { value: "word1" } });
  fireEvent.click(await screen.findByRole("option", { name: "word12", hidden: true }));
  expect(field("Prompt").value).toBe("word12");
  expect([document.activeElement, (search as HTMLInputElement).value]).toEqual([search, ""]);
  expect(fireEvent.keyDown(search, { key: "Enter" }), "the form around is sent off").toBe(false);
  expect(server.calls.filter(({ method }) => method === "POST")).toEqual([]);
});

it("names the learned words that were in force", async () => {
  knows({ ...drawn, words: ["robe", "<ink>"] });
  await shown();
  expect(await screen.findByText("learned words robe · <ink>")).toBeDefined();
});
