import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemError } from "../../api/problem";
import { campaigns, promptSets } from "../../api/queries";
import type { Audience, TaskKind } from "../../api/types";
import { Choice } from "../../ui/Choice";
import form from "../../ui/form.module.css";
import { Numeric } from "../../ui/Numeric";
import { Page, Panel } from "../../ui/Page";
import { ProblemNotice } from "../../ui/ProblemNotice";
import { PromptSource, type Prompts } from "./PromptSource";
import { createCampaign, createPromptSet } from "./queries";

interface Wish {
  readonly name: string;
  readonly question: string;
  readonly audience: Audience;
  readonly taskKind: TaskKind;
  readonly imagesPerPrompt: number;
  readonly overlap: number;
  readonly goldPercent: number;
}

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
  const [prompts, setPrompts] = useState<Prompts>({ from: "TEXT", text: "", file: undefined, promptSetId: null });
  const create = useMutation({
    mutationFn: async () => {
      const { goldPercent, ...rest } = wish;
      const promptSetId = prompts.from === "SET" ? (prompts.promptSetId ?? "") : await newSet();
      return createCampaign({ ...rest, kind: "COLLECTION", goldShare: goldPercent / 100, promptSetId });
    },
    onSuccess: ({ id }) => {
      void queries.invalidateQueries({ queryKey: campaigns.queryKey });
      void navigate({ to: "/campaigns/$campaignId", params: { campaignId: id } });
    },
  });
  const newSet = async () => {
    const set = await createPromptSet({
      name: wish.name,
      text: prompts.text,
      format: prompts.file === undefined ? "LINES" : "CSV",
    });
    void queries.invalidateQueries({ queryKey: promptSets.queryKey });
    setPrompts({ ...prompts, from: "SET", promptSetId: set.id }); // a second try must not make a second set
    return set.id;
  };
  const refused = create.error instanceof ProblemError ? create.error : undefined;
  const ready =
    wish.name.trim() !== "" && (prompts.from === "SET" ? prompts.promptSetId !== null : prompts.text.trim() !== "");
  return (
    <Page title={t("campaigns.newTitle")} lead={t("campaigns.newLead")}>
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
          <TextInput
            label={t("campaigns.question")}
            description={t("campaigns.questionHint")}
            value={wish.question}
            maxLength={500}
            onChange={(event) => setWish({ ...wish, question: event.currentTarget.value })}
            error={refused?.messageOf("question")}
            required
          />
          <PromptSource prompts={prompts} onChange={setPrompts} refused={refused} />
          <Rules wish={wish} onChange={setWish} refused={refused} />
          {create.error !== null && <ProblemNotice error={create.error} />}
          <div className={form.actions}>
            <Button type="submit" loading={create.isPending} disabled={!ready}>
              {t("campaigns.createAndDraw")}
            </Button>
            <span className={form.hint}>{t("campaigns.createHint")}</span>
          </div>
        </form>
      </Panel>
    </Page>
  );
}

interface RulesProps {
  readonly wish: Wish;
  readonly onChange: (wish: Wish) => void;
  readonly refused: ProblemError | undefined;
}

function Rules({ wish, onChange, refused }: RulesProps) {
  const { t } = useTranslation();
  return (
    <>
      <Choice
        label={t("campaigns.audience")}
        value={wish.audience}
        options={(["EXPERTS", "CROWD", "BOTH"] as const).map((value) => ({ value, label: t(`audience.${value}`) }))}
        onChange={(audience) => onChange({ ...wish, audience })}
      />
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
          value={wish.imagesPerPrompt}
          min={wish.taskKind === "RANK_4" ? 4 : 2}
          max={32}
          onChange={(imagesPerPrompt) => onChange({ ...wish, imagesPerPrompt })}
          error={refused?.messageOf("imagesPerPrompt")}
        />
        <Numeric
          label={t("campaigns.overlap")}
          hint={t("campaigns.overlapHint")}
          value={wish.overlap}
          min={1}
          max={100}
          onChange={(overlap) => onChange({ ...wish, overlap })}
          error={refused?.messageOf("overlap")}
        />
        <Numeric
          label={t("campaigns.gold")}
          hint={t("campaigns.goldHint")}
          value={wish.goldPercent}
          min={0}
          max={50}
          onChange={(goldPercent) => onChange({ ...wish, goldPercent })}
          error={refused?.messageOf("goldShare")}
        />
      </div>
    </>
  );
}
