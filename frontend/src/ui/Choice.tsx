import { SegmentedControl } from "@mantine/core";
import { useId } from "react";
import styles from "./form.module.css";

interface ChoiceProps<V extends string> {
  readonly label: string;
  readonly hint?: string;
  readonly value: V;
  readonly options: readonly { readonly value: V; readonly label: string }[];
  readonly onChange: (value: V) => void;
}

/** One of a few. */
export function Choice<V extends string>({ label, hint, value, options, onChange }: ChoiceProps<V>) {
  const id = useId();
  return (
    <fieldset className={styles.choice}>
      <legend id={id}>{label}</legend>
      <SegmentedControl
        aria-labelledby={id}
        classNames={{ control: styles.part ?? "", label: styles.option ?? "" }}
        value={value}
        data={options.map((each) => ({ value: each.value, label: each.label }))}
        onChange={(chosen) => {
          const option = options.find((each) => each.value === chosen);
          if (option !== undefined) {
            onChange(option.value);
          }
        }}
      />
      {hint !== undefined && <p className={styles.hint}>{hint}</p>}
    </fieldset>
  );
}
