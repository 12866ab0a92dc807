import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

interface QuestionInputProps {
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (question: string) => void;
}

/** What raters are asked about each task. */
export function QuestionInput({ value, error, onChange }: QuestionInputProps) {
  const { t } = useTranslation();
  return (
    <TextInput
      label={t("campaigns.question")}
      description={t("campaigns.questionHint")}
      value={value}
      maxLength={500}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
      required
    />
  );
}
