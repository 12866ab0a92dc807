import { Button, Select, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemError } from "../../api/problem";
import { snapshots } from "../../api/queries";
import type { NewRun } from "../../api/types";
import { Choice } from "../../ui/Choice";
import form from "../../ui/form.module.css";
import { Numeric } from "../../ui/Numeric";
import { Page, Panel } from "../../ui/Page";
import { ProblemNotice } from "../../ui/ProblemNotice";
import { runs, startRun } from "./queries";

const route = getRouteApi("/runs/new");

const usual = {
  steps: 300,
  rank: 16,
  learningRate: 0.0002,
  objective: "PL_DPO",
  beta: 2500,
  batchGroups: 8,
  seed: 1,
} as const;

export function NewRunPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { snapshot } = route.useSearch();
  const list = useQuery(snapshots).data ?? [];
  const [wish, setWish] = useState<NewRun>({ ...usual, snapshotId: snapshot ?? "", name: "" });
  const start = useMutation({
    mutationFn: () => startRun({ ...wish, name: wish.name.trim() }),
    onSuccess: ({ id }) => {
      void queries.invalidateQueries({ queryKey: runs.queryKey });
      void navigate({ to: "/runs/$runId", params: { runId: id } });
    },
  });
  const refused = start.error instanceof ProblemError ? start.error : undefined;
  const numeric = (
    field: "steps" | "rank" | "learningRate" | "beta" | "batchGroups" | "seed",
    min: number,
    max: number,
    step = 1,
  ) => (
    <Numeric
      label={t(`runs.field.${field}`)}
      hint={t(`runs.hint.${field}`)}
      value={wish[field]}
      min={min}
      max={max}
      step={step}
      error={refused?.messageOf(field)}
      onChange={(value) => setWish({ ...wish, [field]: value })}
    />
  );
  return (
    <Page title={t("runs.newTitle")} lead={t("runs.newLead")}>
      <Panel>
        <form
          className={form.form}
          onSubmit={(event) => {
            event.preventDefault();
            start.mutate();
          }}
        >
          <Select
            label={t("runs.field.snapshot")}
            data={list.map((each) => ({ value: each.id, label: `${each.name} · ${each.digest.slice(0, 8)}` }))}
            value={wish.snapshotId === "" ? null : wish.snapshotId}
            onChange={(snapshotId) => setWish({ ...wish, snapshotId: snapshotId ?? "" })}
            error={refused?.messageOf("snapshotId")}
            nothingFoundMessage={t("snapshots.emptyTitle")}
            required
          />
          <TextInput
            label={t("common.name")}
            value={wish.name}
            maxLength={200}
            onChange={(event) => setWish({ ...wish, name: event.currentTarget.value })}
            error={refused?.messageOf("name")}
            required
          />
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
            {numeric("beta", 1, 1_000_000, 100)}
            {numeric("batchGroups", 1, 512)}
            {numeric("seed", 0, 2_147_483_647)}
          </div>
          {start.error !== null && <ProblemNotice error={start.error} />}
          <div className={form.actions}>
            <Button
              type="submit"
              loading={start.isPending}
              disabled={wish.snapshotId === "" || wish.name.trim() === ""}
            >
              {t("runs.start")}
            </Button>
          </div>
        </form>
      </Panel>
    </Page>
  );
}
