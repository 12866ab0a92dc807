import { cleanup, fireEvent, screen } from "@testing-library/react";
import i18next from "i18next";
import { useState } from "react";
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { startTexts } from "../src/i18n";
import { CopyField } from "../src/ui/CopyField";
import { showPart } from "./page";

beforeAll(async () => {
  await startTexts();
  await i18next.changeLanguage("en");
});
beforeEach(() => {
  // as it is over plain HTTP
  Object.defineProperty(navigator, "clipboard", { value: undefined, configurable: true });
});
afterEach(cleanup);

const selected = () => {
  const line = document.activeElement as HTMLInputElement;
  return line.value.slice(line.selectionStart ?? 0, line.selectionEnd ?? 0);
};

function press() {
  showPart(<CopyField label="Link" value="http://x/rate" />);
  const button = screen.getByRole("button", { name: "Copy" });
  fireEvent.click(button);
  return button;
}

it("copies a line where the browser has no clipboard to offer", () => {
  let copied = "";
  document.execCommand = () => {
    copied = selected();
    return true;
  };
  const button = press();
  expect(copied).toBe("http://x/rate");
  expect(button.textContent).toBe("Copied");
  expect(document.activeElement).toBe(button);
});

it("selects the line where it may not be copied, and says which keys do it", () => {
  document.execCommand = () => false;
  const button = press();
  expect(button.textContent).toBe("Selected: press Ctrl + C");
  expect(selected()).toBe("http://x/rate");
});

function Links() {
  const [number, setNumber] = useState(1);
  return (
    <>
      <CopyField label="Link" value={`http://x/${number}`} />
      <button type="button" onClick={() => setNumber(2)}>
        another
      </button>
    </>
  );
}

it("does not call another line copied", () => {
  document.execCommand = () => true;
  showPart(<Links />);
  const button = screen.getByRole("button", { name: "Copy" });
  fireEvent.click(button);
  expect(button.textContent).toBe("Copied");
  fireEvent.click(screen.getByRole("button", { name: "another" }));
  expect(button.textContent).toBe("Copy");
});
