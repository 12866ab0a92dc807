import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { baseModels } from "../../api/queries";

const beside = "BESIDE";

/** Those whose tokenizers a checkpoint in one file may take. */
const families = ["StableDiffusionPipeline", "StableDiffusionXLPipeline"];

interface TokenizerChoiceProps {
  readonly chosen: string | undefined;
  readonly onChange: (baseModelId: string | undefined) => void;
  readonly error: string | undefined;
}

/** Whose tokenizers a checkpoint in one file takes: what lies beside it, or those of a base model that is known. */
export function TokenizerChoice({ chosen, onChange, error }: TokenizerChoiceProps) {
  const { t } = useTranslation();
  const known = useQuery(baseModels).data?.filter((each) => families.includes(each.pipelineClass)) ?? [];
  return (
    <Select
      label={t("models.tokenizer")}
      description={t("models.tokenizerHint")}
      data={[
        { value: beside, label: t("models.tokenizerBeside") },
        ...known.map((each) => ({ value: each.id, label: t("models.tokenizerOf", { name: each.name }) })),
      ]}
      value={chosen ?? beside}
      onChange={(value) => onChange(known.find((each) => each.id === value)?.id)}
      allowDeselect={false}
      error={error}
    />
  );
}
