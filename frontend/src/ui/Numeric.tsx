import { NumberInput } from "@mantine/core";
import { useState } from "react";

interface NumberProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: number | undefined;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly error?: string | undefined;
  readonly onChange: (value: number) => void;
  /** Shown in an empty field; with `onEmpty` the field may be left empty. */
  readonly placeholder?: string;
  readonly onEmpty?: () => void;
  /** Without fractions. */
  readonly whole?: boolean;
  /** Small, and the label is only read out: what the number is about stands beside it. */
  readonly bare?: boolean;
}

/** A number within bounds. An unfinished one ("-", nothing) changes nothing, unless `onEmpty` says otherwise. */
export function Numeric(props: NumberProps) {
  const { label, hint, value, min, max, step = 1, error, onChange, placeholder, onEmpty, whole, bare } = props;
  const [typed, setTyped] = useState<string>(); // until the field is left: a number cannot say "7." or "-"
  return (
    <NumberInput
      {...(bare === true ? { "aria-label": label, size: "xs" } : { label })}
      description={hint}
      inputWrapperOrder={["label", "input", "description", "error"]}
      value={typed ?? value ?? ""}
      placeholder={placeholder}
      min={min}
      max={max}
      step={step}
      allowDecimal={whole !== true}
      error={error}
      onChange={(next) => {
        setTyped(typeof next === "string" ? next : undefined);
        const number = Number(next);
        if (next === "") {
          onEmpty?.();
        } else if (Math.abs(number) <= Number.MAX_SAFE_INTEGER) {
          onChange(number);
        }
      }}
      onBlur={() => setTyped(undefined)}
    />
  );
}
