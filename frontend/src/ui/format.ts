import { useTranslation } from "react-i18next";

/** Numbers, shares, times and spans in the reader's language. */
export function useFormat() {
  const language = useTranslation().i18n.language;
  const number = (value: number, digits = 0) =>
    new Intl.NumberFormat(language, { maximumFractionDigits: digits, minimumFractionDigits: 0 }).format(value);
  return {
    number,
    fixed: (value: number, digits: number) =>
      new Intl.NumberFormat(language, { maximumFractionDigits: digits, minimumFractionDigits: digits }).format(value),
    share: (value: number, digits = 0) =>
      new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: digits }).format(value),
    instant: (iso: string) =>
      new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(new Date(iso)),
    bytes: (bytes: number) => bytesOf(bytes, language),
    listed: (words: readonly string[]) =>
      new Intl.ListFormat(language, { style: "short", type: "conjunction" }).format(words),
    seconds: (seconds: number) => spanOf(seconds, language),
  };
}

function spanOf(seconds: number, language: string): string {
  const unit = seconds < 90 ? "second" : seconds < 5400 ? "minute" : "hour";
  const value = seconds / { second: 1, minute: 60, hour: 3600 }[unit];
  const digits = unit === "hour" ? 1 : 0;
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: digits,
  }).format(value);
}

const byteUnits = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

function bytesOf(bytes: number, language: string): string {
  const thousands = bytes < 1 ? 0 : Math.min(byteUnits.length - 1, Math.floor(Math.log10(bytes) / 3));
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: byteUnits[thousands] ?? "byte",
    unitDisplay: "short",
    maximumSignificantDigits: 3,
  }).format(bytes / 1000 ** thousands);
}
