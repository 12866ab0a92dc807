import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { drawn, knows, Stream, shown } from "./playground";

const room = "There is too little room on the disk. With more room it goes on by itself.";
const again = "An attempt failed. It is tried again by itself.";

it("says why pictures wait, until they wait no longer", async () => {
  knows({ ...drawn, state: "QUEUED", step: 0, images: [], waitReason: "NO_ROOM" });
  await shown();
  expect(await screen.findByText(room)).toBeDefined();
  await waitFor(() => expect(Stream.last?.path).toContain("g1"));
  Stream.last?.say({ type: "waiting", waitReason: "ATTEMPT_FAILED" });
  expect(await screen.findByText(again)).toBeDefined();
  expect(screen.queryByText(room)).toBeNull();
  Stream.last?.say({ type: "waiting" });
  await waitFor(() => expect(screen.queryByText(again)).toBeNull());
  Stream.last?.say({ type: "waiting", waitReason: "NO_ROOM" });
  expect(await screen.findByText(room)).toBeDefined();
  Stream.last?.say({ type: "progress", step: 1, steps: 7 });
  expect(await screen.findByLabelText("Step 1 of 7")).toBeDefined();
  expect(screen.queryByText(room)).toBeNull();
});

it("says which rows of a grid wait, and why", async () => {
  knows(drawn, { ...drawn, id: "w", state: "QUEUED", images: [], waitReason: "NO_ROOM" });
  await shown("/playground?grid=g1,w");
  expect(await screen.findByText(room)).toBeDefined();
});
