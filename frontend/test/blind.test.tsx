import { MantineProvider } from "@mantine/core";
import { cleanup, render, screen } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, expect, it } from "vitest";
import { ProblemError } from "../src/api/problem";
import { startTexts } from "../src/i18n";
import { QueryView } from "../src/ui/QueryView";

beforeAll(startTexts);
afterEach(cleanup);

const refusal = new ProblemError({ code: "COMPARISON_OPEN", title: "The comparison is not closed yet", status: 409 });

function Shown({ whole }: { whole: boolean }) {
  return (
    <MantineProvider>
      <QueryView query={{ data: undefined, error: refusal }} whole={whole}>
        {() => "pictures"}
      </QueryView>
    </MantineProvider>
  );
}

it("says in a sentence, not as an error, that pictures are judged blind", async () => {
  await i18next.changeLanguage("zh-CN");
  render(<Shown whole={false} />);
  expect(screen.getByText(/盲评期间不展示图片/)).toBeTruthy();
  expect(screen.queryByRole("alert")).toBeNull();
});

it("makes a page of it where the page is about such a picture", async () => {
  await i18next.changeLanguage("en");
  render(<Shown whole />);
  expect(screen.getByRole("heading").textContent).toBe("Judged blind until the comparison is closed");
  expect(screen.getByText(/Pictures stay hidden/)).toBeTruthy();
  expect(screen.queryByRole("alert")).toBeNull();
});
