import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import i18next from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import { ProblemError, problemOf } from "../src/api/problem";
import { startTexts } from "../src/i18n";
import { ProblemNotice } from "../src/ui/ProblemNotice";

const answer = (status: number, body: string, type = "application/problem+json") =>
  new Response(body, { status, headers: { "Content-Type": type } });

beforeAll(startTexts);

const shown = (error: unknown) =>
  render(
    <MantineProvider>
      <ProblemNotice error={error} />
    </MantineProvider>,
  );

describe("a refusal", () => {
  it("is read from problem+json with its field messages", async () => {
    const problem = await problemOf(
      answer(
        400,
        '{"title":"输入有误","status":400,"code":"INVALID","violations":[{"field":"create.wish.prompt","message":"太长"}]}',
      ),
    );
    expect(problem.problem.code).toBe("INVALID");
    expect(problem.messageOf("prompt")).toBe("太长");
    expect(problem.messageOf("steps")).toBeUndefined();
  });

  it("is read from any other body by its status", async () => {
    const problem = await problemOf(answer(502, "<html>bad gateway</html>", "text/html"));
    expect(problem.status).toBe(502);
    expect(problem.passing).toBe(true);
  });

  it("shows title, detail and every field", () => {
    shown(
      new ProblemError({
        title: "提示词表有误",
        status: 400,
        detail: "第 3 行是空的。",
        violations: [{ field: "csv", message: "第 3 行" }],
      }),
    );
    const alert = screen.getByRole("alert");
    expect(alert.textContent).toContain("提示词表有误");
    expect(alert.textContent).toContain("第 3 行是空的。");
    expect(alert.textContent).toContain("csv: 第 3 行");
  });

  it("says in the reader's language that no answer came", async () => {
    await i18next.changeLanguage("en");
    shown(new ProblemError({ title: "", status: 0, code: "NO_ANSWER", detail: "Failed to fetch" }));
    expect(screen.getAllByRole("alert").at(-1)?.textContent).toBe(
      "The server did not answer. Check the network and try again.",
    );
  });
});
