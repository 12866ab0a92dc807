import { NumberInput } from "@mantine/core";

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
}

/** A number within bounds; an empty field keeps the last one unless `onEmpty` says otherwise. */
export function Numeric(props: NumberProps) {
  const { label, hint, value, min, max, step = 1, error, onChange, placeholder, onEmpty } = props;
  return (
    <NumberInput
      label={label}
      description={hint}
      inputWrapperOrder={["label", "input", "description", "error"]}
      value={value ?? ""}
      placeholder={placeholder}
      min={min}
      max={max}
      step={step}
      error={error}
      onChange={(next) => {
        if (typeof next === "number") {
          onChange(next);
        } else if (next === "") {
          onEmpty?.();
        }
      }}
    />
  );
}
