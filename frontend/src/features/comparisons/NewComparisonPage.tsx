import { Select } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { campaigns, modelVersions, serving } from "../../api/queries";
import type { Audience } from "../../api/types";
import { PromptSource } from "../../prompts/PromptSource";
import { arePrompts, usePrompts } from "../../prompts/prompts";
import { AudienceChoice } from "../../ui/AudienceChoice";
import form from "../../ui/form.module.css";
import { NameInput } from "../../ui/NameInput";
import { Numeric } from "../../ui/Numeric";
import { Page, Panel } from "../../ui/Page";
import { QuestionInput } from "../../ui/QuestionInput";
import { useFaults, WishForm } from "../../ui/WishForm";
import { comparisons, createComparison } from "./queries";

const route = getRouteApi("/comparisons/new");
const fields = [
  "name",
  "question",
  "championVersionId",
  "challengerVersionId",
  "text",
  "promptSetId",
  "overlap",
  "alpha",
];

export function NewComparisonPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { challenger } = route.useSearch();
  const served = useQuery(serving).data?.modelVersion.id;
  const versions = useQuery(modelVersions).data ?? [];
  const { prompts, setPrompts, asSet } = usePrompts();
  const [wish, setWish] = useState({
    name: undefined as string | undefined,
    question: t("campaigns.defaultQuestion"),
    championVersionId: undefined as string | undefined,
    challengerVersionId: challenger ?? "",
    audience: "BOTH" as Audience,
    overlap: 5,
    alpha: 0.05,
  });
  const champion = wish.championVersionId ?? (served === wish.challengerVersionId ? "" : (served ?? ""));
  const nameOf = (id: string) => versions.find((each) => each.id === id)?.name ?? "";
  const both = champion !== "" && wish.challengerVersionId !== "";
  const suggested = both
    ? t("comparisons.suggestedName", { challenger: nameOf(wish.challengerVersionId), champion: nameOf(champion) })
    : "";
  const name = (wish.name ?? suggested).trim();
  const create = useMutation({
    mutationFn: async () =>
      createComparison({ ...wish, championVersionId: champion, name, promptSetId: await asSet(name) }),
    onSuccess: ({ id }) => {
      void queries.invalidateQueries({ queryKey: comparisons.queryKey });
      void queries.invalidateQueries({ queryKey: campaigns.queryKey });
      void navigate({ to: "/comparisons/$comparisonId", params: { comparisonId: id } });
    },
  });
  const fault = useFaults(create.error);
  const options = (other: string) =>
    versions.map((each) => ({ value: each.id, label: each.name, disabled: each.id === other }));
  return (
    <Page title={t("comparisons.newTitle")} lead={t("comparisons.newLead")} form>
      <Panel>
        <WishForm
          start={create}
          submit={t("common.create")}
          ready={name !== "" && wish.question.trim() !== "" && both && arePrompts(prompts)}
          hint={t("comparisons.createHint")}
          fields={fields}
        >
          <div className={form.row}>
            <Select
              label={t("comparisons.challenger")}
              data={options(champion)}
              value={wish.challengerVersionId === "" ? null : wish.challengerVersionId}
              onChange={(value) => setWish({ ...wish, challengerVersionId: value ?? "" })}
              error={fault("challengerVersionId")}
              required
            />
            <Select
              label={t("comparisons.champion")}
              data={options(wish.challengerVersionId)}
              value={champion === "" ? null : champion}
              onChange={(value) => setWish({ ...wish, championVersionId: value ?? undefined })}
              error={fault("championVersionId")}
              required
            />
          </div>
          <NameInput
            value={wish.name ?? suggested}
            error={fault("name")}
            onChange={(next) => setWish({ ...wish, name: next })}
          />
          <QuestionInput
            value={wish.question}
            error={fault("question")}
            onChange={(question) => setWish({ ...wish, question })}
          />
          <PromptSource prompts={prompts} onChange={setPrompts} fault={fault} hint={t("comparisons.promptsHint")} />
          <AudienceChoice value={wish.audience} onChange={(audience) => setWish({ ...wish, audience })} />
          <div className={form.row}>
            <Numeric
              label={t("campaigns.overlap")}
              value={wish.overlap}
              min={1}
              max={1000}
              whole
              error={fault("overlap")}
              onChange={(overlap) => setWish({ ...wish, overlap })}
            />
            <Numeric
              label={t("comparisons.alpha")}
              hint={t("comparisons.alphaHint")}
              value={wish.alpha}
              min={0.001}
              max={0.5}
              step={0.01}
              error={fault("alpha")}
              onChange={(alpha) => setWish({ ...wish, alpha })}
            />
          </div>
        </WishForm>
      </Panel>
    </Page>
  );
}
