import i18next from "i18next";
import { expect, it } from "vitest";
import "../src/i18n";

// tsc fails when one of these lines is no error: the planted violations of the compiler's strictness.
it("is compiled strictly", () => {
  const list = ["a"];
  // @ts-expect-error an index may be out of bounds
  const first: string = list[0];
  // @ts-expect-error no such message
  i18next.t("nothing.of.the.kind");
  // @ts-expect-error an optional property is absent, not undefined
  const exact: { a?: number } = { a: undefined };
  expect([first, exact]).toHaveLength(2);
});
