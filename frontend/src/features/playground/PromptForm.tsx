import { Button, NumberInput, Select, Textarea, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemError } from "../../api/problem";
import { modelVersions } from "../../api/queries";
import type { Sampler } from "../../api/types";
import { Icon } from "../../ui/Icon";
import { ProblemNotice } from "../../ui/ProblemNotice";
import styles from "./playground.module.css";
import { generate, history } from "./queries";

interface Wish {
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly count: number;
  readonly steps: number;
  readonly guidance: number;
  readonly seed: number | "";
  readonly sampler: Sampler;
  readonly modelVersionId: string | null;
}

const plain: Wish = {
  prompt: "",
  negativePrompt: "",
  count: 4,
  steps: 20,
  guidance: 4,
  seed: "",
  sampler: "DPMPP_2M",
  modelVersionId: null,
};

export function PromptForm({ onStarted }: { onStarted: (id: string) => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [wish, setWish] = useState(plain);
  const [open, { toggle }] = useDisclosure(false);
  const start = useMutation({
    mutationFn: () => {
      const { negativePrompt, seed, modelVersionId, ...rest } = wish;
      return generate({
        ...rest,
        prompt: rest.prompt.trim(),
        ...(negativePrompt.trim() === "" ? {} : { negativePrompt: negativePrompt.trim() }),
        ...(seed === "" ? {} : { seed }),
        ...(modelVersionId === null ? {} : { modelVersionId }),
      });
    },
    onSuccess: ({ id }) => {
      void queries.invalidateQueries({ queryKey: history.queryKey, exact: true });
      onStarted(id);
    },
  });
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (wish.prompt.trim() !== "" && !start.isPending) {
      start.mutate();
    }
  };
  const refused = start.error instanceof ProblemError ? start.error : undefined;
  return (
    <form className={styles.form} onSubmit={submit}>
      <Textarea
        label={t("playground.prompt")}
        description={t("playground.promptHint")}
        placeholder={t("playground.example")}
        value={wish.prompt}
        onChange={(event) => setWish({ ...wish, prompt: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing) {
            submit();
          }
        }}
        error={refused?.messageOf("prompt")}
        rows={3}
        size="md"
        maxLength={2000}
      />
      <div className={styles.examples}>
        <span className="dim">{t("playground.try")}</span>
        {(["example", "example2", "example3"] as const).map((each) => (
          <Button
            key={each}
            variant="default"
            size="compact-sm"
            fw={400}
            onClick={() => setWish({ ...wish, prompt: t(`playground.${each}`) })}
          >
            {t(`playground.${each}`)}
          </Button>
        ))}
      </div>
      {open && <Parameters wish={wish} onChange={setWish} refused={refused} />}
      {start.error !== null && <ProblemNotice error={start.error} />}
      <div className={styles.actions}>
        <Button
          type="submit"
          loading={start.isPending}
          disabled={wish.prompt.trim() === ""}
          leftSection={<Icon name="brush" />}
        >
          {t("playground.generate")}
        </Button>
        <Button variant="subtle" color="gray" onClick={toggle} aria-expanded={open}>
          {open ? t("playground.fewer") : t("playground.more")}
        </Button>
      </div>
    </form>
  );
}

interface ParametersProps {
  readonly wish: Wish;
  readonly onChange: (wish: Wish) => void;
  readonly refused: ProblemError | undefined;
}

function Parameters({ wish, onChange, refused }: ParametersProps) {
  const { t } = useTranslation();
  const versions = useQuery(modelVersions).data ?? [];
  const numeric = (field: "count" | "steps" | "guidance", min: number, max: number, step: number) => (
    <NumberInput
      label={t(`playground.${field}`)}
      value={wish[field]}
      onChange={(value) => onChange({ ...wish, [field]: typeof value === "number" ? value : plain[field] })}
      min={min}
      max={max}
      step={step}
      error={refused?.messageOf(field)}
    />
  );
  return (
    <div className={styles.parameters}>
      {numeric("count", 1, 8, 1)}
      {numeric("steps", 1, 100, 1)}
      {numeric("guidance", 0, 20, 0.5)}
      <NumberInput
        label={t("playground.seed")}
        placeholder={t("playground.random")}
        value={wish.seed}
        onChange={(value) => onChange({ ...wish, seed: typeof value === "number" ? value : "" })}
        min={0}
        allowDecimal={false}
        error={refused?.messageOf("seed")}
      />
      <Select
        label={t("playground.sampler")}
        data={[
          { value: "DPMPP_2M", label: "DPM-Solver++ 2M" },
          { value: "DDIM", label: "DDIM" },
        ]}
        value={wish.sampler}
        onChange={(value) => onChange({ ...wish, sampler: value === "DDIM" ? "DDIM" : "DPMPP_2M" })}
        allowDeselect={false}
      />
      <Select
        label={t("playground.model")}
        placeholder={t("playground.serving")}
        data={versions.map((each) => ({ value: each.id, label: each.name }))}
        value={wish.modelVersionId}
        onChange={(modelVersionId) => onChange({ ...wish, modelVersionId })}
        clearable
      />
      <TextInput
        className={styles.whole ?? ""}
        label={t("playground.negativePrompt")}
        value={wish.negativePrompt}
        onChange={(event) => onChange({ ...wish, negativePrompt: event.currentTarget.value })}
        error={refused?.messageOf("negativePrompt")}
      />
    </div>
  );
}
