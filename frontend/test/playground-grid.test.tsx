import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { drawn, field, knows, press, refusal, server, shown } from "./playground";

it("asks for a grid in one call, shows how far it is, and cancels all of it", async () => {
  const rows = ["a person", "a person, snow"].map((prompt, place) => ({ ...drawn, id: `r${place}`, prompt }));
  const [first = drawn, second = drawn] = rows;
  const past = { ...drawn, id: "old" };
  knows(past);
  const known = server.answer;
  server.answer = (call) =>
    call.path === "/api/generations/grid"
      ? { ids: rows.map(({ id }) => id) }
      : call.path === "/api/generations/r0"
        ? first
        : call.path === "/api/generations/r1"
          ? { ...second, state: "RUNNING", images: [] }
          : known(call);
  await shown();
  await press("More parameters");
  fireEvent.change(field("Prompt"), { target: { value: "a person" } });
  fireEvent.change(field("Words to try"), { target: { value: "snow" } });
  await press("Draw side by side");
  expect(await screen.findByText("1 of 2 rows drawn")).toBeDefined();
  const asked = server.calls.filter(({ method }) => method === "POST");
  expect(asked.map(({ path }) => path)).toEqual(["/api/generations/grid"]);
  expect(asked[0]?.body).toMatchObject({ rows: [{ prompt: "a person" }, { prompt: "a person, snow" }] });
  server.calls.length = 0;
  await press("Cancel all");
  await waitFor(() =>
    expect(server.calls.filter(({ method }) => method === "POST").map(({ path }) => path)).toEqual([
      "/api/generations/r1/cancel",
    ]),
  );
});

it("says why a row of a grid is missing, and shows the others", async () => {
  knows(drawn);
  const known = server.answer;
  server.answer = (call) => (call.path === "/api/generations/gone" ? refusal(404, "NOT_FOUND") : known(call));
  await shown("/playground?grid=g1,gone");
  expect(await screen.findByText("1 of 2 rows drawn")).toBeDefined();
  expect((await screen.findByRole("alert")).textContent).toBe("There is nothing here");
});

it("says in the cells of a grid that no picture will come, and waits in the others", async () => {
  const none = { ...drawn, images: [] };
  knows(
    drawn,
    { ...none, id: "f", state: "FAILED" },
    { ...none, id: "c", state: "CANCELLED" },
    { ...none, id: "r", state: "RUNNING" },
  );
  await shown("/playground?grid=g1,f,c,r");
  await screen.findByText("1 of 4 rows drawn");
  const cells = () => [...document.querySelectorAll("td")].map((cell) => cell.textContent);
  await waitFor(() => expect(cells()).toEqual(["", "Failed", "Cancelled", ""]));
});

it("draws the grid, not the form around it, where Enter ends its words", async () => {
  knows(drawn);
  const known = server.answer;
  server.answer = (call) => (call.path === "/api/generations/grid" ? { ids: ["g1"] } : known(call));
  await shown();
  await press("More parameters");
  fireEvent.change(field("Prompt"), { target: { value: "a person" } });
  const words = field("Words to try");
  const enter = () => fireEvent.keyDown(words, { key: "Enter" });
  expect(enter(), "nothing to try yet, and the form stays").toBe(false);
  fireEvent.change(words, { target: { value: "snow" } });
  expect(fireEvent.keyDown(words, { key: "Enter", isComposing: true })).toBe(true);
  expect(server.calls.filter(({ method }) => method === "POST")).toEqual([]);
  enter();
  await waitFor(() =>
    expect(server.calls.filter(({ method }) => method === "POST").map(({ path }) => path)).toEqual([
      "/api/generations/grid",
    ]),
  );
});
