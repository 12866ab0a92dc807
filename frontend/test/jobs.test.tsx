import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import i18next from "i18next";
import { useRef } from "react";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import type { Job } from "../src/api/types";
import { JobRow } from "../src/features/jobs/JobRow";
import { startTexts } from "../src/i18n";

/** Set before anything is loaded: the client of the API keeps the one it finds. */
const server = vi.hoisted(() => {
  const calls: string[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    calls.push(`${request.method} ${new URL(request.url, "http://x").pathname}`);
    return new Response("{}", { headers: { "Content-Type": "application/json" } });
  });
  return { calls };
});

beforeAll(startTexts);
afterEach(cleanup);

const job: Job = {
  id: "0197aaaa-0000-7000-8000-000000000001",
  kind: "tidy", // a kind without a page of its own
  lane: "OTHER",
  subjectId: "0197aaaa-0000-7000-8000-000000000002",
  state: "RUNNING",
  attempt: 2,
  failures: 1,
  stepsDone: 3,
  stepsTotal: 4,
  message: "disk full",
  cancelRequested: false,
  createdAt: "2026-01-02T03:04:05Z",
  startedAt: "2026-01-02T03:04:06Z",
};

const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });

function List({ values }: { values: readonly Job[] }) {
  const place = useRef<HTMLElement>(null);
  return (
    <MantineProvider>
      <QueryClientProvider client={client}>
        <section ref={place} tabIndex={-1} aria-label="jobs">
          <ul>
            {values.map((each) => (
              <JobRow key={each.id} job={each} heir={place} />
            ))}
          </ul>
        </section>
      </QueryClientProvider>
    </MantineProvider>
  );
}

async function shown(value: Job) {
  await i18next.changeLanguage("en");
  return render(<List values={[value]} />);
}

it("tells how far a job is, which attempt it is and what went wrong", async () => {
  await shown(job);
  const words = screen.getByRole("listitem").textContent ?? "";
  expect(words).toContain("3 of 4 steps");
  expect(words).toContain("attempt 2");
  expect(words).toContain("disk full");
  expect(screen.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("75");
});

it("says why it failed in the reader's language, with the engine's own line below", async () => {
  const why = async (kind: string, message: string) => {
    cleanup();
    await shown({ ...job, kind, state: "FAILED", message });
    return screen.getByRole("listitem").textContent;
  };
  expect(await why("tidy", "OUT_OF_MEMORY: 4 pictures need 9 GB")).toContain(
    "The memory did not suffice. Ask for fewer or smaller pictures, or try again later.4 pictures need 9 GB",
  );
  expect(await why("tidy", "NOTHING_SERVED: Import a model first.")).toContain(
    "No model version is served yetImport a model first.",
  );
  expect(await why("import-model", "WEIGHTS_DAMAGED: unet ends too early")).toContain(
    "The weights are damaged or do not fitunet ends too early",
  );
  expect(await why("import-model", "PICKLE: it can run code")).toContain("It is a pickleit can run code");
});

it("says what a job waits for, and how little room there is", async () => {
  const waiting: Job = { ...job, state: "READY", failures: 0, message: "Only 3 MB are free", waitReason: "NO_ROOM" };
  const words = () => screen.getByRole("listitem").textContent;
  await shown(waiting);
  expect(words()).toContain("There is too little room on the disk. With more room it goes on by itself.");
  expect(words()).toContain("Only 3 MB are free");
  cleanup();
  await shown({ ...waiting, message: "images", waitReason: "DATABASE_AWAY" });
  expect(words()).toContain("The database did not answer. It goes on by itself.");
  expect(words(), "how far it was is no trouble").not.toContain("images");
});

it("counts one step as one", async () => {
  await shown({ ...job, stepsDone: 0, stepsTotal: 1 });
  expect(screen.getByRole("progressbar", { name: "0 of 1 step" })).toBeDefined();
});

it("asks before it cancels, and says so once it was asked", async () => {
  await shown(job);
  fireEvent.click(screen.getByRole("button", { name: "Cancel job" }));
  const question = within(await screen.findByRole("dialog", { hidden: true }));
  expect(question.getByText("The job stops after its present step.")).toBeDefined();
  await act(() => new Promise((resolve) => setTimeout(resolve, 20)));
  expect(server.calls).toEqual([]);
  fireEvent.click(question.getByRole("button", { name: "Cancel job", hidden: true }));
  await waitFor(() => expect(server.calls).toEqual([`POST /api/jobs/${job.id}/cancel`]));
  cleanup();
  await shown({ ...job, cancelRequested: true });
  expect(screen.queryByRole("button", { name: "Cancel job" })).toBeNull();
  expect(screen.getByRole("listitem").textContent).toContain("Cancelling");
});

it("does not offer to cancel what is over", async () => {
  await shown({ ...job, state: "DEAD", endedAt: "2026-01-02T03:05:06Z" });
  expect(screen.queryByRole("button", { name: "Cancel job" })).toBeNull();
  expect(screen.getByRole("listitem").textContent).toContain("disk full");
});

it("keeps the focus in the row whose button goes, and in the list where the row goes", async () => {
  const { rerender } = await shown(job);
  act(() => screen.getByRole("button", { name: "Cancel job" }).focus());
  rerender(<List values={[{ ...job, cancelRequested: true }]} />);
  expect(document.activeElement).toBe(screen.getByRole("listitem"));
  act(() => screen.getByRole("button", { name: "Details" }).focus());
  rerender(<List values={[]} />);
  expect(document.activeElement).toBe(screen.getByRole("region", { name: "jobs" }));
});
