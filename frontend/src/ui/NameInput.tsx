import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

interface NameInputProps {
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (name: string) => void;
}

/** What a new thing is called. */
export function NameInput({ value, error, onChange }: NameInputProps) {
  const { t } = useTranslation();
  return (
    <TextInput
      label={t("common.name")}
      value={value}
      maxLength={200}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
      required
    />
  );
}
