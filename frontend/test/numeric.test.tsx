import { MantineProvider } from "@mantine/core";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, it } from "vitest";
import { Numeric } from "../src/ui/Numeric";

afterEach(cleanup);

const told: (number | "empty")[] = [];

function Field({ start, optional, bare }: { start: number | undefined; optional?: boolean; bare?: boolean }) {
  const [value, setValue] = useState(start);
  return (
    <Numeric
      label="n"
      value={value}
      min={-4}
      max={20}
      step={0.5}
      bare={bare === true}
      onChange={(next) => {
        told.push(next);
        setValue(next);
      }}
      {...(optional === true
        ? {
            onEmpty: () => {
              told.push("empty");
              setValue(undefined);
            },
          }
        : {})}
    />
  );
}

function shown(start: number | undefined, more: { optional?: boolean; bare?: boolean } = {}) {
  told.length = 0;
  render(
    <MantineProvider>
      <Field start={start} {...more} />
    </MantineProvider>,
  );
  return screen.getByRole<HTMLInputElement>("textbox", { name: "n" });
}

/** What stands in the field after each key. */
function type(field: HTMLInputElement, ...texts: string[]): string[] {
  return texts.map((text) => {
    fireEvent.change(field, { target: { value: text } });
    return field.value;
  });
}

it("takes a fraction key by key", () => {
  const field = shown(3);
  const keys = ["", "7", "7.", "7.5"];
  expect(type(field, ...keys)).toEqual(keys);
  expect(told.at(-1)).toBe(7.5);
  expect(told).not.toContain(3);
});

it("takes a negative fraction key by key", () => {
  const field = shown(1, { bare: true });
  const keys = ["", "-", "-0", "-0.", "-0.5"];
  expect(type(field, ...keys)).toEqual(keys);
  expect(told.at(-1)).toBe(-0.5);
  expect(told).not.toContain(1);
});

it("takes what is left when the fraction is deleted, and another one after the point", () => {
  const field = shown(2.5);
  expect(type(field, "2.")).toEqual(["2."]);
  expect(told.at(-1)).toBe(2);
  expect(type(field, "2.0", "2.05")).toEqual(["2.0", "2.05"]);
  expect(told.at(-1)).toBe(2.05);
});

it("shows the last number again when a field is left unfinished", () => {
  const field = shown(3);
  type(field, "");
  fireEvent.blur(field);
  expect(field.value).toBe("3");
  type(field, "-");
  fireEvent.blur(field);
  expect(field.value).toBe("3");
  expect(told).toEqual([]);
});

it("stays empty where that says something", () => {
  const field = shown(3, { optional: true });
  type(field, "");
  fireEvent.blur(field);
  expect([field.value, told]).toEqual(["", ["empty"]]);
});

it("comes back within its bounds when it is left", () => {
  const field = shown(3);
  type(field, "35");
  fireEvent.blur(field);
  expect([field.value, told.at(-1)]).toEqual(["20", 20]);
});
