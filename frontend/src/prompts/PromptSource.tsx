import { Button, FileButton, Select, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { promptSets } from "../api/queries";
import { Choice } from "../ui/Choice";
import form from "../ui/form.module.css";
import type { Prompts } from "./prompts";
import { readText } from "./textFile";

interface PromptSourceProps {
  readonly prompts: Prompts;
  readonly onChange: (prompts: Prompts) => void;
  readonly fault: (field: string) => string | undefined;
  readonly hint?: string;
}

export function PromptSource({ prompts, onChange, fault, hint }: PromptSourceProps) {
  const { t } = useTranslation();
  const sets = useQuery(promptSets).data ?? [];
  const lines = prompts.text.split("\n").filter((line) => line.trim() !== "").length;
  const forget = useRef<() => void>(null);
  const [unread, setUnread] = useState<string>();
  const write = (text: string) => {
    setUnread(undefined);
    onChange({ ...prompts, text, file: text.trim() === "" ? undefined : prompts.file });
  };
  const choose = (file: File | null) => {
    forget.current?.(); // else the same file, corrected, could not be chosen again
    if (file !== null) {
      const csv = file.name.toLowerCase().endsWith(".csv");
      setUnread(undefined);
      void readText(file).then(
        (text) => onChange({ ...prompts, text, file: csv ? file.name : undefined }),
        () => setUnread(file.name), // moved or changed since it was chosen
      );
    }
  };
  return (
    <>
      <Choice
        label={t("campaigns.prompts")}
        {...(hint === undefined ? {} : { hint })}
        value={prompts.from}
        options={[
          { value: "TEXT", label: t("campaigns.fromText") },
          { value: "SET", label: t("campaigns.fromSet") },
        ]}
        onChange={(from) => onChange({ ...prompts, from })}
      />
      {prompts.from === "SET" ? (
        <Select
          label={t("campaigns.promptSet")}
          data={sets.map((each) => ({ value: each.id, label: `${each.name} (${each.promptCount})` }))}
          value={prompts.promptSetId}
          onChange={(promptSetId) => onChange({ ...prompts, promptSetId })}
          error={fault("promptSetId")}
          nothingFoundMessage={t("campaigns.noSets")}
          searchable
        />
      ) : (
        <>
          <Textarea
            label={prompts.file === undefined ? t("campaigns.lines") : t("campaigns.csv", { name: prompts.file })}
            description={prompts.file === undefined ? t("campaigns.linesHint") : t("campaigns.csvHint")}
            rows={8}
            value={prompts.text}
            placeholder={prompts.file === undefined ? t("campaigns.linesExample") : ""}
            onChange={(event) => write(event.currentTarget.value)}
            error={fault("text")}
          />
          <div className={form.actions}>
            <FileButton accept=".csv,.txt,text/csv,text/plain" onChange={choose} resetRef={forget}>
              {(button) => (
                <Button variant="default" {...button}>
                  {t("campaigns.chooseFile")}
                </Button>
              )}
            </FileButton>
            <span className={form.hint}>{t("campaigns.lineCount", { count: lines })}</span>
          </div>
          {unread !== undefined && <div role="alert">{t("campaigns.fileUnread", { name: unread })}</div>}
        </>
      )}
    </>
  );
}
