import { Button, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Generation } from "../../api/types";
import { BusyButton } from "../../ui/BusyButton";
import { Icon } from "../../ui/Icon";
import { ProblemNotice } from "../../ui/ProblemNotice";
import { useFaults } from "../../ui/WishForm";
import { Adapters } from "./Adapters";
import { GridForm } from "./GridForm";
import { LearnedWords } from "./LearnedWords";
import { Parameters } from "./Parameters";
import styles from "./playground.module.css";
import { generate, history } from "./queries";
import { ReadingLine } from "./ReadingLine";
import { StartPicture } from "./StartPicture";
import { useUsual } from "./version";
import { asked, like, longestPrompt, plain, saying, untold, type Wish } from "./wish";

/** Fields that show their own flaws: those that are always there, and those of the parameters. */
const shown = ["prompt", "mask"];
const parameters = [
  "count",
  "steps",
  "guidance",
  "guidanceRescale",
  "seed",
  "sampler",
  "negativePrompt",
  "clipSkip",
  "width",
  "height",
];

interface PromptFormProps {
  /** An earlier request whose settings the form begins with. */
  readonly model: Generation | undefined;
  /** What of the picture to start from was drawn anew then. */
  readonly mask: string | undefined;
  readonly startImageId: string | undefined;
  readonly onStarted: (id: string) => void;
  readonly onStartRemoved: () => void;
  readonly onGrid: (ids: readonly string[]) => void;
}

export function PromptForm({ model, mask, startImageId, onStarted, onStartRemoved, onGrid }: PromptFormProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [said, setSaid] = useState<Partial<Wish>>(model === undefined ? {} : like(model, mask));
  const usual = useUsual(said.modelVersionId ?? null);
  const wish: Wish = { ...plain, ...usual, ...said };
  const setWish = (next: Wish) => setSaid(saying(said, wish, next, usual));
  const ask = (each: Wish) => asked(each, startImageId, usual === undefined ? untold(said) : []);
  const [open, { toggle }] = useDisclosure(model !== undefined);
  const start = useMutation({
    mutationFn: () => generate(ask(wish)),
    onSuccess: ({ id }) => {
      void queries.invalidateQueries({ queryKey: history.queryKey });
      onStarted(id);
    },
  });
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (wish.prompt.trim() !== "" && !start.isPending) {
      start.mutate();
    }
  };
  const fault = useFaults(start.error);
  const label = t("playground.prompt");
  const prompt = useRef<HTMLTextAreaElement>(null);
  const [reused] = useState(model !== undefined);
  useEffect(() => {
    if (reused) {
      prompt.current?.focus(); // whoever took the settings over goes on with them
    }
  }, [reused]);
  return (
    <form className={styles.form} onSubmit={submit}>
      <ReadingLine label={label} prompt={wish.prompt} modelVersionId={wish.modelVersionId}>
        <Textarea
          ref={prompt}
          label={label}
          description={t("playground.promptHint")}
          placeholder={t("playground.example")}
          value={wish.prompt}
          onChange={(event) => setWish({ ...wish, prompt: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing) {
              submit();
            }
          }}
          error={fault("prompt")}
          rows={3}
          size="md"
          maxLength={longestPrompt}
        />
      </ReadingLine>
      <LearnedWords wish={wish} into="prompt" onChange={setWish} />
      <div className={styles.examples}>
        <span className="dim">{t("playground.try")}</span>
        {(["example", "example2", "example3"] as const).map((each) => (
          <Button
            key={each}
            variant="default"
            size="compact-sm"
            fw={400}
            classNames={{ root: styles.example ?? "", label: styles.exampleText ?? "" }}
            onClick={() => setWish({ ...wish, prompt: t(`playground.${each}`) })}
          >
            {t(`playground.${each}`)}
          </Button>
        ))}
      </div>
      {startImageId !== undefined && (
        <StartPicture
          key={startImageId}
          imageId={startImageId}
          wish={wish}
          onChange={setWish}
          onRemove={() => {
            prompt.current?.focus(); // the button goes with its picture
            onStartRemoved();
          }}
          fault={fault}
        />
      )}
      {open && <Parameters wish={wish} onChange={setWish} fault={fault} />}
      {open && <Adapters wish={wish} onChange={setWish} />}
      {open && <GridForm wish={wish} ask={ask} onStarted={onGrid} />}
      <ProblemNotice error={start.error} besides={open ? [...shown, ...parameters] : shown} />
      <div className={styles.actions}>
        <BusyButton
          type="submit"
          busy={start.isPending}
          disabled={wish.prompt.trim() === ""}
          leftSection={<Icon name="brush" />}
        >
          {t("playground.generate")}
        </BusyButton>
        <Button variant="subtle" color="gray" onClick={toggle} aria-expanded={open}>
          {open ? t("playground.fewer") : t("playground.more")}
        </Button>
      </div>
    </form>
  );
}
