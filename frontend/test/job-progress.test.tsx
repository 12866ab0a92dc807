import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider, queryOptions } from "@tanstack/react-query";
import { act, cleanup, render, renderHook, screen, waitFor } from "@testing-library/react";
import i18next from "i18next";
import type { ReactNode } from "react";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { useLongWork } from "../src/api/longWork";
import type { Job } from "../src/api/types";
import { startTexts } from "../src/i18n";
import { JobProgress } from "../src/ui/JobProgress";
import { look, paceOf } from "../src/ui/pace";

beforeAll(startTexts);
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const job: Job = {
  id: "0197aaaa-0000-7000-8000-000000000001",
  kind: "curate",
  lane: "OTHER",
  subjectId: "0197aaaa-0000-7000-8000-000000000002",
  state: "RUNNING",
  attempt: 1,
  failures: 0,
  stepsDone: 3,
  stepsTotal: 13,
  message: "",
  cancelRequested: false,
  createdAt: "2026-01-02T03:04:05Z",
  startedAt: "2026-01-02T03:04:10Z",
};
const ended: Job = { ...job, state: "DONE", endedAt: "2026-01-02T03:06:00Z" };

const within = (children: ReactNode) => (
  <MantineProvider>
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      {children}
    </QueryClientProvider>
  </MantineProvider>
);

async function shown(value: Job, language = "en") {
  await i18next.changeLanguage(language);
  render(within(<JobProgress job={value} label="Curating" queryKey={["any"]} />));
}

it("tells share, steps, pace and time left", async () => {
  vi.useFakeTimers({ now: Date.parse("2026-01-02T03:04:40Z"), toFake: ["Date"] });
  await shown(job);
  const words = screen.getByRole("region", { name: "Curating" }).textContent ?? "";
  for (const each of ["23%", "3 of 13 steps", "6 steps per minute", "about 2 min left"]) {
    expect(words).toContain(each);
  }
  const bar = screen.getByRole("progressbar", { name: "Curating" });
  expect(Math.round(Number(bar.getAttribute("aria-valuenow")))).toBe(23);
});

it("says in Chinese that it waits", async () => {
  const { startedAt: _, ...waiting } = job;
  await shown({ ...waiting, state: "READY", attempt: 0, stepsDone: 0, stepsTotal: 0 }, "zh-CN");
  expect(screen.getByRole("status").textContent).toBe("排队等候中");
});

it("can be cancelled once", async () => {
  await shown(job);
  expect(screen.getByRole("button", { name: "Cancel: Curating" })).toHaveProperty("disabled", false);
  cleanup();
  await shown({ ...job, cancelRequested: true });
  expect(screen.getByRole("status").textContent).toBe("Cancelling");
  expect(screen.getByRole("button", { name: "Cancel: Curating" })).toHaveProperty("disabled", true);
});

it("tells why nothing came of it, and nothing of what went well", async () => {
  await shown({ ...ended, state: "FAILED", message: "a picture is missing" });
  expect(screen.getByRole("alert").textContent).toContain("a picture is missing");
  cleanup();
  await shown({ ...ended, state: "CANCELLED" });
  expect(screen.getByRole("status").textContent).toContain("cancelled");
  cleanup();
  await shown(ended);
  expect(screen.queryByRole("alert") ?? screen.queryByRole("status") ?? screen.queryByRole("progressbar")).toBeNull();
});

it("counts the pace of a later attempt from where it was seen first", () => {
  const second = { ...job, attempt: 2 };
  const first = look(undefined, second, 10_000);
  expect(paceOf(first, 13)).toBeUndefined();
  expect(look(first, second, 12_000)).toBe(first);
  const later = look(first, { ...second, stepsDone: 5 }, 14_000);
  expect(paceOf(later, 13)).toEqual({ perSecond: 0.5, secondsLeft: 16 });
});

it("hears once what came of work that was asked for here, and of work found under way", async () => {
  const answers = [{ job, result: undefined as string | undefined }];
  const list = queryOptions({ queryKey: ["list"], queryFn: async () => [...answers], refetchInterval: 10 });
  const onEnd = vi.fn();
  const { result } = renderHook(() => useLongWork(list, async () => ({ job: again, result: undefined }), onEnd), {
    wrapper: ({ children }) => within(children),
  });
  await waitFor(() => expect(result.current.job?.id).toBe(job.id));
  answers[0] = { job: ended, result: "first" };
  await waitFor(() => expect(onEnd).toHaveBeenCalledExactlyOnceWith({ job: ended, result: "first" }, false));

  const again = { ...job, id: "0197aaaa-0000-7000-8000-000000000009" };
  const over = { ...ended, id: again.id };
  answers.unshift({ job: over, result: "second" }); // ended before it was seen
  act(() => result.current.begin.mutate());
  await waitFor(() => expect(onEnd).toHaveBeenLastCalledWith({ job: over, result: "second" }, true));
  expect(onEnd).toHaveBeenCalledTimes(2);
});
