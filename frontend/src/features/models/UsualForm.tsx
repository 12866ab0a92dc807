import { Select, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { baseModels } from "../../api/queries";
import { type BaseModel, samplers } from "../../api/types";
import { Numeric } from "../../ui/Numeric";
import { useFaults, WishForm } from "../../ui/WishForm";
import { setUsualSampling } from "./queries";

interface UsualFormProps {
  readonly model: BaseModel;
  readonly onSet: () => void;
}

/** Sets what a base model is drawn with wherever a request says nothing else. */
export function UsualForm({ model, onSet }: UsualFormProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [usual, setUsual] = useState(model.usualSampling);
  const start = useMutation({
    mutationFn: () => setUsualSampling(model.id, { ...usual, negativePrompt: usual.negativePrompt.trim() }),
    onSuccess: onSet,
    onSettled: () => queries.invalidateQueries({ queryKey: baseModels.queryKey }),
  });
  const fault = useFaults(start.error);
  const numeric = (
    field: "steps" | "guidance" | "guidanceRescale" | "clipSkip",
    min: number,
    max: number,
    step: number,
  ) => (
    <Numeric
      label={t(`playground.${field}`)}
      value={usual[field]}
      onChange={(value) => setUsual({ ...usual, [field]: value })}
      min={min}
      max={max}
      step={step}
      whole={step === 1}
      error={fault(field)}
    />
  );
  return (
    <WishForm
      start={start}
      submit={t("models.usualSave")}
      ready
      hint={t("models.usualHint")}
      fields={["steps", "guidance", "guidanceRescale", "clipSkip", "sampler", "negativePrompt"]}
    >
      {numeric("steps", 1, 100, 1)}
      {numeric("guidance", 0, 30, 0.5)}
      {numeric("guidanceRescale", 0, 1, 0.1)}
      {numeric("clipSkip", 0, 11, 1)}
      <Select
        label={t("playground.sampler")}
        description={t(`sampler.${usual.sampler}.hint`)}
        inputWrapperOrder={["label", "input", "description", "error"]}
        data={samplers.map((each) => ({ value: each, label: t(`sampler.${each}.name`) }))}
        value={usual.sampler}
        onChange={(value) => setUsual({ ...usual, sampler: samplers.find((each) => each === value) ?? usual.sampler })}
        allowDeselect={false}
        error={fault("sampler")}
      />
      <TextInput
        label={t("playground.negativePrompt")}
        value={usual.negativePrompt}
        maxLength={2000}
        onChange={(event) => setUsual({ ...usual, negativePrompt: event.currentTarget.value })}
        error={fault("negativePrompt")}
      />
    </WishForm>
  );
}
