import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider, queryOptions } from "@tanstack/react-query";
import { act, cleanup, render, renderHook, screen, waitFor } from "@testing-library/react";
import i18next from "i18next";
import type { ReactNode } from "react";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { type LongWork, useLongWork } from "../src/api/longWork";
import { ProblemError } from "../src/api/problem";
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

async function shown(value: Job, language = "en", more: Partial<LongWork> = {}) {
  await i18next.changeLanguage(language);
  const client = new QueryClient();
  const page = (next: Job) => (
    <MantineProvider>
      <QueryClientProvider client={client}>
        <JobProgress work={{ job: next, error: null, watched: true, queryKey: ["any"], ...more }} label="Curating" />
      </QueryClientProvider>
    </MantineProvider>
  );
  const { rerender } = render(page(value));
  return (next: Job) => rerender(page(next));
}

/** What is said after a step that took so many seconds, by a clock that is far from the server's. */
async function afterStep(seconds: number, total: number) {
  vi.useFakeTimers({ now: Date.parse("2031-01-01T00:00:00Z"), toFake: ["Date"] });
  const before = { ...job, stepsTotal: total };
  const look = await shown(before);
  vi.setSystemTime(Date.now() + 1_000 * seconds);
  look({ ...before, stepsDone: job.stepsDone + 1 });
  return screen.getByRole("region", { name: "Curating" }).textContent ?? "";
}

it("tells share, steps, pace and time left", async () => {
  const words = await afterStep(10, 13);
  for (const each of ["31%", "4 of 13 steps", "6 steps per minute", "about 2 min left"]) {
    expect(words).toContain(each);
  }
  const bar = screen.getByRole("progressbar", { name: "Curating" });
  expect(Math.round(Number(bar.getAttribute("aria-valuenow")))).toBe(31);
});

it("counts one step as one", async () => {
  expect(await afterStep(60, 13)).toContain("1 step per minute");
  cleanup();
  expect(await afterStep(1 / 1.04, 13), "by the pace that is shown").toContain("1 step per second");
  cleanup();
  await shown({ ...job, stepsDone: 0, stepsTotal: 1 });
  expect(screen.getByText("0% · 0 of 1 step")).toBeDefined();
});

it("says in Chinese that it waits", async () => {
  const { startedAt: _, ...waiting } = job;
  await shown({ ...waiting, state: "READY", attempt: 0, stepsDone: 0, stepsTotal: 0 }, "zh-CN");
  expect(screen.getByRole("status").textContent).toBe("排队等候中");
});

it("says why it waits longer than for its turn", async () => {
  const waiting: Job = { ...job, state: "READY" };
  const said = () => screen.getByRole("status").textContent;
  const look = await shown({ ...waiting, waitReason: "ATTEMPT_FAILED" });
  expect(said()).toBe("An attempt failed. It is tried again by itself.");
  look(job);
  expect(said()).toBe("Curating");
  cleanup();
  await shown({ ...waiting, waitReason: "NO_ROOM" }, "zh-CN");
  expect(said()).toBe("磁盘空间不足，腾出空间后会自动继续。");
});

it("can be cancelled once, and keeps the focus to the end and beyond", async () => {
  const look = await shown(job);
  const button = screen.getByRole("button", { name: "Cancel: Curating" });
  expect(button.getAttribute("aria-disabled")).toBe("false");
  act(() => button.focus());
  look({ ...job, cancelRequested: true });
  expect(screen.getByRole("status").textContent).toBe("Cancelling");
  expect(button.getAttribute("aria-disabled")).toBe("true");
  expect(document.activeElement).toBe(button);
  look({ ...ended, state: "CANCELLED" });
  expect(document.activeElement?.textContent).toContain("cancelled");
});

it("tells why nothing came of it, and nothing of what went well", async () => {
  await shown({ ...ended, state: "FAILED", message: "a picture is missing" });
  expect(screen.getByRole("alert").textContent).toContain("a picture is missing");
  cleanup();
  await shown({ ...ended, state: "CANCELLED" });
  expect(screen.getByRole("status").textContent).toMatch(/cancelled \(Jan [12], 2026/);
  cleanup();
  await shown(ended);
  expect(screen.queryByRole("alert") ?? screen.queryByRole("status") ?? screen.queryByRole("progressbar")).toBeNull();
});

it("gives the reason in the reader's language where the message has a code", async () => {
  await shown({ ...ended, state: "FAILED", message: "IMAGE_BYTES_MISSING: Image 7 has no bytes" }, "zh-CN");
  const alert = screen.getByRole("alert");
  expect(alert.textContent).toContain("有一张图的内容缺失");
  expect(screen.getByText("Image 7 has no bytes").className).toBe("dim");
  expect(alert.textContent).not.toContain("IMAGE_BYTES_MISSING");
  cleanup();
  await shown({ ...ended, state: "FAILED", message: "NO_SUCH_CODE: odd" });
  expect(screen.getByRole("alert").textContent).toContain("NO_SUCH_CODE: odd");
});

it("tells of an old failure when it was, and raises no alarm", async () => {
  await shown({ ...ended, state: "FAILED", message: "disk full" }, "en", { watched: false });
  expect(screen.getByText(/nothing came of it \(Jan [12], 2026/).textContent).toContain("disk full");
  expect(screen.queryByRole("alert")).toBeNull();
  cleanup();
  await shown({ ...ended, state: "CANCELLED" }, "en", { watched: false });
  expect(screen.getByText(/cancelled \(Jan [12], 2026/)).toBeDefined();
  expect(screen.queryByRole("status")).toBeNull();
});

it("says that the jobs could not be read", async () => {
  const error = new ProblemError({ code: "DATABASE_AWAY", title: "away", status: 503 });
  await shown(job, "en", { error });
  expect(screen.getByRole("alert").textContent).toContain("The database does not answer");
  expect(screen.getByRole("progressbar")).toBeDefined();
});

it("counts the pace of each attempt from where it was seen first", () => {
  for (const attempt of [1, 2]) {
    const begun = { ...job, attempt };
    const first = look(undefined, begun, 10_000);
    expect(paceOf(first, 13)).toBeUndefined();
    expect(look(first, begun, 12_000)).toBe(first);
    const later = look(first, { ...begun, stepsDone: 5 }, 14_000);
    expect(paceOf(later, 13)).toEqual({ perSecond: 0.5, secondsLeft: 16 });
  }
});

it("hears once what came of work that was asked for here, and of work found under way", async () => {
  const answers = [{ job, result: undefined as string | undefined }];
  const list = queryOptions({ queryKey: ["list"], queryFn: async () => [...answers], refetchInterval: 10 });
  const onEnd = vi.fn();
  const { result } = renderHook(() => useLongWork(list, async () => ({ job: again, result: undefined }), onEnd), {
    wrapper: ({ children }) => within(children),
  });
  await waitFor(() => expect(result.current.work.job?.id).toBe(job.id));
  answers[0] = { job: ended, result: "first" };
  await waitFor(() => expect(onEnd).toHaveBeenCalledExactlyOnceWith({ job: ended, result: "first" }, false));
  expect(result.current.work.watched).toBe(true);

  const again = { ...job, id: "0197aaaa-0000-7000-8000-000000000009" };
  const over = { ...ended, id: again.id };
  answers.unshift({ job: over, result: "second" }); // ended before it was seen
  act(() => result.current.begin.mutate());
  await waitFor(() => expect(onEnd).toHaveBeenLastCalledWith({ job: over, result: "second" }, true));
  expect(onEnd).toHaveBeenCalledTimes(2);
});

it("has watched the end of what was not over when it first looked", async () => {
  const answers = [{ job: ended }];
  const next = { ...ended, id: "0197aaaa-0000-7000-8000-000000000009" };
  const list = queryOptions({ queryKey: ["list"], queryFn: async () => [...answers] });
  const { result } = renderHook(() => useLongWork(list, async () => ({ job: next }), vi.fn()), {
    wrapper: ({ children }) => within(children),
  });
  await waitFor(() => expect(result.current.work.job).toEqual(ended));
  expect(result.current.work.watched).toBe(false);
  answers.unshift({ job: next }); // over before it was ever seen at work
  act(() => result.current.begin.mutate());
  await waitFor(() => expect(result.current.work.job).toEqual(next));
  expect(result.current.work.watched).toBe(true);
});

it("hands on why the jobs could not be read", async () => {
  const away = new Error("away");
  const list = queryOptions<{ job: Job }[]>({ queryKey: ["list"], queryFn: () => Promise.reject(away) });
  const { result } = renderHook(() => useLongWork(list, async () => ({ job }), vi.fn()), {
    wrapper: ({ children }) => within(children),
  });
  await waitFor(() => expect(result.current.work.error).toBe(away));
});
