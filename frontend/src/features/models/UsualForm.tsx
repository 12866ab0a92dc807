import { TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { baseModels } from "../../api/queries";
import type { BaseModel } from "../../api/types";
import { SamplerSelect, SamplingNumbers } from "../../ui/SamplingFields";
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
  return (
    <WishForm
      start={start}
      submit={t("models.usualSave")}
      ready
      hint={t("models.usualHint")}
      fields={["steps", "guidance", "guidanceRescale", "clipSkip", "sampler", "negativePrompt"]}
    >
      <SamplingNumbers
        value={usual}
        onChange={(changed) => setUsual({ ...usual, ...changed })}
        fault={fault}
        mostClipSkip={model.mostClipSkip}
      />
      <SamplerSelect
        value={usual.sampler}
        onChange={(sampler) => setUsual({ ...usual, sampler })}
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
