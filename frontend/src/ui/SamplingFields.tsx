import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type Sampler, samplers } from "../api/types";
import { Numeric } from "./Numeric";

interface Numbers {
  readonly steps: number;
  readonly guidance: number;
  readonly guidanceRescale: number;
  readonly clipSkip: number;
}

interface SamplingNumbersProps {
  readonly value: Numbers;
  readonly onChange: (changed: Partial<Numbers>) => void;
  readonly fault: (field: string) => string | undefined;
  /** Layers that the model's text encoder can do without, as far as that is known. */
  readonly mostClipSkip: number | undefined;
}

/** Bounds and step of each, as the API has them. */
const numbers = {
  steps: [1, 100, 1],
  guidance: [0, 30, 0.5],
  guidanceRescale: [0, 1, 0.1],
  clipSkip: [0, 11, 1],
} as const satisfies Record<keyof Numbers, readonly [number, number, number]>;

/** What pictures are drawn with, in numbers. */
export function SamplingNumbers({ value, onChange, fault, mostClipSkip }: SamplingNumbersProps) {
  const { t } = useTranslation();
  return (Object.keys(numbers) as (keyof Numbers)[]).map((field) => {
    const [min, max, step] = numbers[field];
    return (
      <Numeric
        key={field}
        label={t(`playground.${field}`)}
        value={value[field]}
        onChange={(changed) => onChange({ [field]: changed })}
        min={min}
        max={field === "clipSkip" ? (mostClipSkip ?? max) : max}
        step={step}
        whole={step === 1}
        error={fault(field)}
      />
    );
  });
}

interface SamplerSelectProps {
  readonly value: Sampler;
  readonly onChange: (sampler: Sampler) => void;
  readonly error: string | undefined;
  readonly className?: string;
}

/** Chooses a sampler, and says what the chosen one is good for. */
export function SamplerSelect({ value, onChange, error, className = "" }: SamplerSelectProps) {
  const { t } = useTranslation();
  return (
    <Select
      className={className}
      label={t("playground.sampler")}
      description={t(`sampler.${value}.hint`)}
      inputWrapperOrder={["label", "input", "description", "error"]}
      data={samplers.map((each) => ({ value: each, label: t(`sampler.${each}.name`) }))}
      value={value}
      onChange={(chosen) => onChange(samplers.find((each) => each === chosen) ?? value)}
      allowDeselect={false}
      error={error}
    />
  );
}
