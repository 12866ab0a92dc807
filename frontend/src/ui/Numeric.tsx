import { NumberInput } from "@mantine/core";

interface NumberProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly error?: string | undefined;
  readonly onChange: (value: number) => void;
}

/** A number within bounds; an empty field keeps the last one. */
export function Numeric({ label, hint, value, min, max, step = 1, error, onChange }: NumberProps) {
  return (
    <NumberInput
      label={label}
      description={hint}
      inputWrapperOrder={["label", "input", "description", "error"]}
      value={value}
      min={min}
      max={max}
      step={step}
      error={error}
      onChange={(next) => {
        if (typeof next === "number") {
          onChange(next);
        }
      }}
    />
  );
}
