import { Select } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Numeric } from "../../ui/Numeric";
import styles from "./playground.module.css";
import { bounds, fitted, type Size, shapesOf, sideStep } from "./sizes";
import { useVersion } from "./version";
import type { Wish } from "./wish";

interface SizeChoiceProps {
  readonly wish: Wish;
  readonly onChange: (wish: Wish) => void;
  readonly fault: (field: string) => string | undefined;
}

const automatic = "automatic";
const custom = "custom";
const keyOf = (size: Size) => `${size.width}x${size.height}`;

/** How large the pictures are to be: as the model likes it, in a usual shape, or by two numbers. */
export function SizeChoice({ wish, onChange, fault }: SizeChoiceProps) {
  const { t } = useTranslation();
  const own = useVersion(wish.modelVersionId);
  const [numbers, setNumbers] = useState(false);
  if (own === undefined) {
    return null;
  }
  const shapes = shapesOf(own);
  const { size } = wish;
  const known = size !== null && shapes.some((each) => keyOf(each) === keyOf(size));
  const byNumbers = size !== null && (numbers || !known);
  const side = (name: keyof Size, value: number) => (
    <Numeric
      label={t(`playground.${name}`)}
      value={value}
      onChange={(pixels) => size !== null && onChange({ ...wish, size: { ...size, [name]: pixels } })}
      {...bounds(own[name])}
      step={sideStep}
      whole
      error={
        fault(name) ?? (fitted(value, own[name]) === value ? undefined : t("playground.sizeFault", bounds(own[name])))
      }
    />
  );
  return (
    <>
      <Select
        className={styles.wide ?? ""}
        label={t("playground.size")}
        description={size === null ? t("playground.sizeHint") : undefined}
        inputWrapperOrder={["label", "input", "description", "error"]}
        data={[
          { value: automatic, label: t("playground.sizeAutomatic") },
          ...shapes.map((each) => ({
            value: keyOf(each),
            label: `${each.ratio} · ${each.width} × ${each.height}`,
          })),
          { value: custom, label: t("playground.sizeCustom") },
        ]}
        value={size === null ? automatic : byNumbers ? custom : keyOf(size)}
        onChange={(value) => {
          const shape = shapes.find((each) => keyOf(each) === value);
          setNumbers(value === custom);
          if (value === custom) {
            onChange({ ...wish, size: size ?? { width: own.width, height: own.height } });
          } else {
            onChange({ ...wish, size: shape === undefined ? null : { width: shape.width, height: shape.height } });
          }
        }}
        allowDeselect={false}
        error={byNumbers ? undefined : (fault("width") ?? fault("height"))}
      />
      {byNumbers && side("width", size.width)}
      {byNumbers && side("height", size.height)}
    </>
  );
}
