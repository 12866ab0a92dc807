import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { campaigns } from "../../api/queries";
import type { Audience, TaskKind } from "../../api/types";
import { PromptSource } from "../../prompts/PromptSource";
import { arePrompts, usePrompts } from "../../prompts/prompts";
import { AudienceChoice } from "../../ui/AudienceChoice";
import { Choice } from "../../ui/Choice";
import form from "../../ui/form.module.css";
import { NameInput } from "../../ui/NameInput";
import { Numeric } from "../../ui/Numeric";
import { Page, Panel } from "../../ui/Page";
import { QuestionInput } from "../../ui/QuestionInput";
import { useFaults, WishForm } from "../../ui/WishForm";
import { createCampaign } from "./queries";

interface Wish {
  readonly name: string;
  readonly question: string;
  readonly audience: Audience;
  readonly taskKind: TaskKind;
  readonly imagesPerPrompt: number;
  readonly overlap: number;
  readonly goldPercent: number;
}

const fields = ["name", "question", "text", "promptSetId", "imagesPerPrompt", "overlap", "goldShare"];

export function NewCampaignPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [wish, setWish] = useState<Wish>({
    name: "",
    question: t("campaigns.defaultQuestion"),
    audience: "BOTH",
    taskKind: "PAIR",
    imagesPerPrompt: 4,
    overlap: 3,
    goldPercent: 8,
  });
  const { prompts, setPrompts, asSet } = usePrompts();
  const create = useMutation({
    mutationFn: async () => {
      const { goldPercent, ...rest } = wish;
      const promptSetId = await asSet(wish.name);
      return createCampaign({ ...rest, kind: "COLLECTION", goldShare: goldPercent / 100, promptSetId });
    },
    onSuccess: ({ id }) => {
      void queries.invalidateQueries({ queryKey: campaigns.queryKey });
      void navigate({ to: "/campaigns/$campaignId", params: { campaignId: id } });
    },
  });
  const fault = useFaults(create.error);
  return (
    <Page title={t("campaigns.newTitle")} lead={t("campaigns.newLead")} form>
      <Panel>
        <WishForm
          start={create}
          submit={t("campaigns.createAndDraw")}
          ready={wish.name.trim() !== "" && wish.question.trim() !== "" && arePrompts(prompts)}
          hint={t("campaigns.createHint")}
          fields={fields}
        >
          <NameInput value={wish.name} error={fault("name")} onChange={(name) => setWish({ ...wish, name })} />
          <QuestionInput
            value={wish.question}
            error={fault("question")}
            onChange={(question) => setWish({ ...wish, question })}
          />
          <PromptSource prompts={prompts} onChange={setPrompts} fault={fault} />
          <Rules wish={wish} onChange={setWish} fault={fault} />
        </WishForm>
      </Panel>
    </Page>
  );
}

interface RulesProps {
  readonly wish: Wish;
  readonly onChange: (wish: Wish) => void;
  readonly fault: (field: string) => string | undefined;
}

function Rules({ wish, onChange, fault }: RulesProps) {
  const { t } = useTranslation();
  return (
    <>
      <AudienceChoice value={wish.audience} onChange={(audience) => onChange({ ...wish, audience })} />
      <Choice
        label={t("campaigns.taskKind")}
        hint={t(`campaigns.taskKindHint.${wish.taskKind}`)}
        value={wish.taskKind}
        options={(["PAIR", "RANK_4"] as const).map((value) => ({ value, label: t(`taskKind.${value}`) }))}
        onChange={(taskKind) =>
          onChange({
            ...wish,
            taskKind,
            imagesPerPrompt: taskKind === "RANK_4" ? Math.max(4, wish.imagesPerPrompt) : wish.imagesPerPrompt,
          })
        }
      />
      <div className={form.row}>
        <Numeric
          label={t("campaigns.imagesPerPrompt")}
          hint={t("campaigns.imagesPerPromptHint")}
          value={wish.imagesPerPrompt}
          min={wish.taskKind === "RANK_4" ? 4 : 2}
          max={32}
          whole
          onChange={(imagesPerPrompt) => onChange({ ...wish, imagesPerPrompt })}
          error={fault("imagesPerPrompt")}
        />
        <Numeric
          label={t("campaigns.overlap")}
          hint={t("campaigns.overlapHint")}
          value={wish.overlap}
          min={1}
          max={100}
          whole
          onChange={(overlap) => onChange({ ...wish, overlap })}
          error={fault("overlap")}
        />
        <Numeric
          label={t("campaigns.gold")}
          hint={t("campaigns.goldHint")}
          value={wish.goldPercent}
          min={0}
          max={50}
          onChange={(goldPercent) => onChange({ ...wish, goldPercent })}
          error={fault("goldShare")}
        />
      </div>
    </>
  );
}
