import { Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { adapters, modelVersions } from "../../api/queries";
import { Numeric } from "../../ui/Numeric";
import { SamplerSelect, SamplingNumbers } from "../../ui/SamplingFields";
import { stillFitting } from "./fitting";
import { LearnedWords } from "./LearnedWords";
import styles from "./playground.module.css";
import { ReadingLine } from "./ReadingLine";
import { SizeChoice } from "./SizeChoice";
import { useBaseModel, useVersion } from "./version";
import { longestPrompt, plain, type Wish, withSampler } from "./wish";

interface ParametersProps {
  readonly wish: Wish;
  readonly onChange: (wish: Wish) => void;
  readonly fault: (field: string) => string | undefined;
}

/** Everything beyond the prompt. */
export function Parameters({ wish, onChange, fault }: ParametersProps) {
  const { t } = useTranslation();
  const versions = useQuery(modelVersions).data ?? [];
  const all = useQuery(adapters).data;
  const version = useVersion(wish.modelVersionId);
  const [moved, setMoved] = useState(false);
  const model = useBaseModel(wish.modelVersionId);
  const usual = model?.usualSampling ?? plain;
  const negative = t("playground.negativePrompt");
  useEffect(() => {
    if (moved && all !== undefined && version !== undefined) {
      setMoved(false); // until it is known what can be laid over the other model, what is laid stays
      onChange({ ...wish, adapters: stillFitting(wish.adapters, all, version) });
    }
  }, [moved, all, version, wish, onChange]);
  return (
    <div className={styles.parameters}>
      <Numeric
        label={t("playground.count")}
        value={wish.count}
        onChange={(count) => onChange({ ...wish, count })}
        min={1}
        max={8}
        step={1}
        whole
        error={fault("count")}
      />
      <SamplingNumbers
        value={wish}
        onChange={(changed) => onChange({ ...wish, ...changed })}
        fault={fault}
        mostClipSkip={model?.mostClipSkip}
      />
      <Numeric
        label={t("playground.seed")}
        placeholder={t("playground.random")}
        value={wish.seed === "" ? undefined : wish.seed}
        onChange={(seed) => onChange({ ...wish, seed })}
        onEmpty={() => onChange({ ...wish, seed: "" })}
        min={0}
        max={Number.MAX_SAFE_INTEGER}
        whole
        error={fault("seed")}
      />
      <SamplerSelect
        className={styles.wide ?? ""}
        value={wish.sampler}
        onChange={(sampler) => onChange(withSampler(wish, sampler, usual))}
        error={fault("sampler")}
      />
      <Select
        className={styles.wide ?? ""}
        label={t("playground.noise")}
        description={t(`noise.${wish.noise}.hint`)}
        inputWrapperOrder={["label", "input", "description", "error"]}
        data={(["COUNTER", "TORCH"] as const).map((each) => ({ value: each, label: t(`noise.${each}.name`) }))}
        value={wish.noise}
        onChange={(value) => onChange({ ...wish, noise: value === "TORCH" ? "TORCH" : "COUNTER" })}
        allowDeselect={false}
      />
      <Select
        className={styles.wide ?? ""}
        label={t("playground.model")}
        description={t("playground.modelHint")}
        inputWrapperOrder={["label", "input", "description", "error"]}
        placeholder={t("playground.serving")}
        data={versions.map((each) => ({ value: each.id, label: each.name }))}
        value={wish.modelVersionId}
        onChange={(modelVersionId) => {
          setMoved(true);
          onChange({ ...wish, modelVersionId, size: null });
        }}
        clearable
      />
      <SizeChoice wish={wish} onChange={onChange} fault={fault} />
      <ReadingLine label={negative} prompt={wish.negativePrompt} modelVersionId={wish.modelVersionId}>
        <TextInput
          label={negative}
          value={wish.negativePrompt}
          maxLength={longestPrompt}
          onChange={(event) => onChange({ ...wish, negativePrompt: event.currentTarget.value })}
          error={fault("negativePrompt")}
        />
      </ReadingLine>
      <LearnedWords wish={wish} into="negativePrompt" onChange={onChange} />
    </div>
  );
}
