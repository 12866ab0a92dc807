import { Button, Select, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemError } from "../../api/problem";
import { modelVersions, promptSets, serving } from "../../api/queries";
import type { Audience } from "../../api/types";
import { Choice } from "../../ui/Choice";
import form from "../../ui/form.module.css";
import { Numeric } from "../../ui/Numeric";
import { Page, Panel } from "../../ui/Page";
import { ProblemNotice } from "../../ui/ProblemNotice";
import { comparisons, createComparison } from "./queries";

const route = getRouteApi("/comparisons/new");

export function NewComparisonPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { challenger } = route.useSearch();
  const served = useQuery(serving).data?.modelVersion.id;
  const versions = useQuery(modelVersions).data ?? [];
  const sets = useQuery(promptSets).data ?? [];
  const [wish, setWish] = useState({
    name: "",
    championVersionId: undefined as string | undefined,
    challengerVersionId: challenger ?? "",
    promptSetId: "",
    audience: "BOTH" as Audience,
    overlap: 5,
    alpha: 0.05,
  });
  const champion = wish.championVersionId ?? served ?? "";
  const create = useMutation({
    mutationFn: () => createComparison({ ...wish, championVersionId: champion, name: wish.name.trim() }),
    onSuccess: ({ id }) => {
      void queries.invalidateQueries({ queryKey: comparisons.queryKey });
      void navigate({ to: "/comparisons/$comparisonId", params: { comparisonId: id } });
    },
  });
  const refused = create.error instanceof ProblemError ? create.error : undefined;
  const options = versions.map((each) => ({ value: each.id, label: each.name }));
  const ready =
    wish.name.trim() !== "" && champion !== "" && wish.challengerVersionId !== "" && wish.promptSetId !== "";
  return (
    <Page title={t("comparisons.newTitle")} lead={t("comparisons.newLead")}>
      <Panel>
        <form
          className={form.form}
          onSubmit={(event) => {
            event.preventDefault();
            create.mutate();
          }}
        >
          <TextInput
            label={t("common.name")}
            value={wish.name}
            maxLength={200}
            onChange={(event) => setWish({ ...wish, name: event.currentTarget.value })}
            error={refused?.messageOf("name")}
            required
          />
          <div className={form.row}>
            <Select
              label={t("comparisons.challenger")}
              data={options}
              value={wish.challengerVersionId === "" ? null : wish.challengerVersionId}
              onChange={(value) => setWish({ ...wish, challengerVersionId: value ?? "" })}
              error={refused?.messageOf("challengerVersionId")}
              required
            />
            <Select
              label={t("comparisons.champion")}
              data={options}
              value={champion === "" ? null : champion}
              onChange={(value) => setWish({ ...wish, championVersionId: value ?? undefined })}
              error={refused?.messageOf("championVersionId")}
              required
            />
          </div>
          <Select
            label={t("campaigns.promptSet")}
            description={t("comparisons.promptsHint")}
            data={sets.map((each) => ({ value: each.id, label: `${each.name} (${each.promptCount})` }))}
            value={wish.promptSetId === "" ? null : wish.promptSetId}
            onChange={(value) => setWish({ ...wish, promptSetId: value ?? "" })}
            error={refused?.messageOf("promptSetId")}
            nothingFoundMessage={t("campaigns.noSets")}
            required
          />
          <Choice
            label={t("campaigns.audience")}
            value={wish.audience}
            options={(["EXPERTS", "CROWD", "BOTH"] as const).map((value) => ({ value, label: t(`audience.${value}`) }))}
            onChange={(audience) => setWish({ ...wish, audience })}
          />
          <div className={form.row}>
            <Numeric
              label={t("campaigns.overlap")}
              value={wish.overlap}
              min={1}
              max={1000}
              error={refused?.messageOf("overlap")}
              onChange={(overlap) => setWish({ ...wish, overlap })}
            />
            <Numeric
              label={t("comparisons.alpha")}
              hint={t("comparisons.alphaHint")}
              value={wish.alpha}
              min={0.001}
              max={0.5}
              step={0.01}
              error={refused?.messageOf("alpha")}
              onChange={(alpha) => setWish({ ...wish, alpha })}
            />
          </div>
          {create.error !== null && <ProblemNotice error={create.error} />}
          <div className={form.actions}>
            <Button type="submit" loading={create.isPending} disabled={!ready}>
              {t("common.create")}
            </Button>
            <span className={form.hint}>{t("comparisons.createHint")}</span>
          </div>
        </form>
      </Panel>
    </Page>
  );
}
