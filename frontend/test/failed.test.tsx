import { MantineProvider } from "@mantine/core";
import { cleanup, render, screen } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, expect, it } from "vitest";
import { ProblemError } from "../src/api/problem";
import { startTexts } from "../src/i18n";
import { titleOf } from "../src/ui/problemTitle";
import { useFaults, WishForm } from "../src/ui/WishForm";

beforeAll(startTexts);
afterEach(cleanup);

const refusal = new ProblemError({
  code: "INVALID_INPUT",
  title: "Bad input",
  status: 400,
  violations: [{ field: "name", message: "must not be blank" }],
});

function Form() {
  const fault = useFaults(refusal);
  return (
    <WishForm start={{ mutate: () => {}, isPending: false, error: refusal }} submit="ok" ready fields={["name"]}>
      <input aria-label="other" />
      <input aria-label="name" aria-invalid={fault("name") !== undefined} />
    </WishForm>
  );
}

it("puts the reader into the first field that was refused, and says where to look", async () => {
  await i18next.changeLanguage("zh-CN");
  render(
    <MantineProvider>
      <Form />
    </MantineProvider>,
  );
  expect(document.activeElement).toBe(screen.getByLabelText("name"));
  expect(screen.getByRole("alert").textContent).toContain("请看标红的地方");
});

it("calls a refusal by its name in the reader's language", async () => {
  await i18next.changeLanguage("zh-CN");
  expect(titleOf(refusal, i18next)).toBe("有些内容需要改一改");
  expect(titleOf(new ProblemError({ code: "TEAPOT", title: "Teapot", status: 418 }), i18next)).toBe("Teapot");
  expect(titleOf(new ProblemError({ title: "HTTP 499", status: 499 }), i18next)).toBe("请先登录");
  expect(titleOf(new Error("no refusal"), i18next)).toBeUndefined();
});
