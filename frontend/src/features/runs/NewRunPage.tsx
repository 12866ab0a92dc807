import { Select } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { baseModels, snapshots } from "../../api/queries";
import type { NewRun } from "../../api/types";
import { Choice } from "../../ui/Choice";
import form from "../../ui/form.module.css";
import { NameInput } from "../../ui/NameInput";
import { Numeric } from "../../ui/Numeric";
import { Page, Panel } from "../../ui/Page";
import { useFaults, WishForm } from "../../ui/WishForm";
import { runs, startRun } from "./queries";

const route = getRouteApi("/runs/new");

const usual = {
  steps: 200,
  rank: 16,
  learningRate: 0.001,
  objective: "PL_DPO",
  batchGroups: 16,
  seed: 1,
} as const;

const numbers = ["steps", "rank", "learningRate", "batchGroups", "seed"] as const;
/** Models with two text encoders, which are drawn with but not trained. */
const untrained = "StableDiffusionXLPipeline";
const fields = ["snapshotId", "name", "beta", ...numbers];

interface Wish extends Omit<NewRun, "snapshotId" | "name" | "beta"> {
  readonly snapshotId: string | undefined;
  readonly name: string | undefined;
  readonly beta: number | undefined;
}

export function NewRunPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { snapshot } = route.useSearch();
  const list = useQuery(snapshots).data ?? [];
  const bases = useQuery(baseModels).data ?? [];
  const [wish, setWish] = useState<Wish>({
    ...usual,
    snapshotId: snapshot,
    name: undefined,
    beta: undefined,
  });
  const trainable = ({ baseModelId }: { readonly baseModelId: string }) =>
    bases.every((each) => each.id !== baseModelId || each.pipelineClass !== untrained);
  const from =
    list.find((each) => each.id === wish.snapshotId) ??
    (wish.snapshotId === undefined ? list.find(trainable) : undefined);
  const name = wish.name ?? from?.name ?? "";
  const start = useMutation({
    mutationFn: () => {
      const { beta, ...rest } = wish;
      const given = beta === undefined ? {} : { beta };
      return startRun({ ...rest, ...given, snapshotId: from?.id ?? "", name: name.trim() });
    },
    onSuccess: ({ id }) => {
      void queries.invalidateQueries({ queryKey: runs.queryKey });
      void navigate({ to: "/runs/$runId", params: { runId: id } });
    },
  });
  const fault = useFaults(start.error);
  const numeric = (field: (typeof numbers)[number], min: number, max: number, step = 1) => (
    <Numeric
      label={t(`runs.field.${field}`)}
      hint={t(`runs.hint.${field}`)}
      value={wish[field]}
      min={min}
      max={max}
      step={step}
      whole={Number.isInteger(step)}
      error={fault(field)}
      onChange={(value) => setWish({ ...wish, [field]: value })}
    />
  );
  return (
    <Page title={t("runs.newTitle")} lead={t("runs.newLead")} form>
      <Panel>
        <WishForm
          start={start}
          submit={t("runs.start")}
          ready={from !== undefined && trainable(from) && name.trim() !== ""}
          fields={fields}
        >
          <Select
            label={t("runs.field.snapshot")}
            data={list.map((each) => {
              const label = `${each.name} · ${each.digest.slice(0, 8)}`;
              return trainable(each)
                ? { value: each.id, label }
                : { value: each.id, label: t("runs.twoTextEncoders", { name: label }), disabled: true };
            })}
            value={from?.id ?? null}
            onChange={(snapshotId) => setWish({ ...wish, snapshotId: snapshotId ?? undefined })}
            error={fault("snapshotId")}
            nothingFoundMessage={t("snapshots.emptyTitle")}
            allowDeselect={false}
            required
          />
          <NameInput value={name} error={fault("name")} onChange={(next) => setWish({ ...wish, name: next })} />
          <Choice
            label={t("runs.field.objective")}
            hint={t(`runs.hint.${wish.objective}`)}
            value={wish.objective}
            options={[
              { value: "PL_DPO", label: t("runs.objective.PL_DPO") },
              { value: "SFT", label: t("runs.objective.SFT") },
            ]}
            onChange={(objective) => setWish({ ...wish, objective })}
          />
          <div className={form.row}>
            {numeric("steps", 10, 100_000, 50)}
            {numeric("rank", 1, 256)}
            {numeric("learningRate", 0.000001, 0.1, 0.0001)}
            <Numeric
              label={t("runs.field.beta")}
              hint={t("runs.hint.beta")}
              value={wish.beta}
              min={1}
              max={1_000_000}
              step={100}
              error={fault("beta")}
              placeholder={t("runs.betaDerived")}
              onEmpty={() => setWish({ ...wish, beta: undefined })}
              onChange={(beta) => setWish({ ...wish, beta })}
            />
            {numeric("batchGroups", 1, 512)}
            {numeric("seed", 0, 2_147_483_647)}
          </div>
        </WishForm>
      </Panel>
    </Page>
  );
}
