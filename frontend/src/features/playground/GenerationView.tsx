import { Alert, Progress } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { useEvents } from "../../api/events";
import type { Generation, GenerationEvent } from "../../api/types";
import { BusyButton } from "../../ui/BusyButton";
import { CancelButton } from "../../ui/CancelButton";
import { useFormat } from "../../ui/format";
import { Icon } from "../../ui/Icon";
import { ProblemNotice } from "../../ui/ProblemNotice";
import { QueryView } from "../../ui/QueryView";
import { refusalOf } from "../../ui/refusal";
import { StateBadge } from "../../ui/StateBadge";
import { useEnds } from "./ends";
import styles from "./playground.module.css";
import { usePreviews } from "./previews";
import { advance, endsStream, isOver, type LiveGeneration } from "./progress";
import { cancelGeneration, eventsOf, generation, maskOf } from "./queries";
import { refusals } from "./refusals";
import { Settings } from "./Settings";
import { Tiles } from "./Tiles";

/** @param mask of an earlier request that redrew a part, as it was sent */
type Reuse = (generation: Generation, mask: string | undefined) => void;

/** One request for pictures, while they appear and afterwards. */
export function GenerationView({ id, onReuse }: { readonly id: string; readonly onReuse: Reuse }) {
  const queries = useQueryClient();
  const query = useQuery(generation(id));
  useEnds([query.data]);
  const previews = usePreviews();
  const running = query.data !== undefined && !isOver(query.data);
  useEvents<GenerationEvent>(
    running ? eventsOf(id) : undefined,
    (event) => {
      if (event.type === "preview") {
        previews.show(event.index, event.url);
        return;
      }
      queries.setQueryData(generation(id).queryKey, (before) =>
        before === undefined ? before : advance(before, event),
      );
      if (endsStream(event)) {
        previews.drop();
        void queries.invalidateQueries({ queryKey: generation(id).queryKey });
      }
    },
    endsStream,
  );
  return (
    <QueryView query={query}>
      {(value) => <Shown generation={{ ...value, previews: previews.urls }} onReuse={onReuse} />}
    </QueryView>
  );
}

/** What of the prompts the model did not read, could make nothing of or took for words. */
function Unread({ generation: shown }: { generation: Generation }) {
  const { t } = useTranslation();
  const { listed } = useFormat();
  const { promptTokensCut = 0, negativePromptTokensCut = 0 } = shown;
  return (
    <>
      {promptTokensCut > 0 && <p className={styles.cut}>{t("playground.cut", { tokens: promptTokensCut })}</p>}
      {negativePromptTokensCut > 0 && (
        <p className={styles.cut}>{t("playground.negativeCut", { tokens: negativePromptTokensCut })}</p>
      )}
      {shown.unknownWords.length > 0 && (
        <p className={styles.cut}>{t("playground.unknownWords", { words: listed(shown.unknownWords) })}</p>
      )}
      {shown.notFollowed.length > 0 && (
        <p className={styles.cut}>{t("playground.notFollowed", { parts: listed(shown.notFollowed) })}</p>
      )}
    </>
  );
}

/** Why there are no pictures and what to do, with the engine's own line below. */
function Failure({ error }: { error: string | undefined }) {
  const { t } = useTranslation();
  const { code } = refusalOf(error ?? "", refusals);
  return (
    <Alert
      color="cinnabar"
      variant="light"
      icon={<Icon name="warning" />}
      title={t(code === undefined ? "playground.failed" : `playground.refused.${code}`)}
      role="alert"
    >
      {error !== undefined && <div className={styles.own}>{error}</div>}
    </Alert>
  );
}

interface ShownProps {
  readonly generation: LiveGeneration;
  readonly onReuse: Reuse;
}

function Shown({ generation: shown, onReuse }: ShownProps) {
  const { t } = useTranslation();
  const over = isOver(shown);
  const place = useRef<HTMLElement>(null);
  const reuse = useMutation({ mutationFn: async () => onReuse(shown, await maskOf(shown)) });
  const share = shown.steps > 0 ? (100 * shown.step) / shown.steps : 0;
  return (
    <section ref={place} tabIndex={-1} className={styles.result} aria-label={t("playground.result")}>
      <div className={styles.resultHead}>
        <p className={styles.resultPrompt}>{shown.prompt}</p>
        {shown.state !== "DONE" && <StateBadge state={shown.state} />}
        {!over && (
          <CancelButton ask={() => cancelGeneration(shown.id)} queryKey={generation(shown.id).queryKey} heir={place} />
        )}
        {over && (
          <BusyButton variant="default" size="compact-md" busy={reuse.isPending} onClick={() => reuse.mutate()}>
            {t("playground.reuse")}
          </BusyButton>
        )}
      </div>
      <ProblemNotice error={reuse.error} />
      {!over && (
        <div className={styles.bar}>
          <Progress
            value={share}
            size={3}
            aria-label={t("playground.progress", { step: shown.step, steps: shown.steps })}
          />
        </div>
      )}
      {over && shown.images.length > 0 && <Settings generation={shown} />}
      <Unread generation={shown} />
      {/* said aloud at its beginning and end: each step would be too much, and the bar can be asked */}
      <output className="quiet">{t(`state.${shown.state}`)}</output>
      {shown.waitReason !== undefined && (
        <p role="status" className={styles.cut}>
          {t(`work.waitReason.${shown.waitReason}`)}
        </p>
      )}
      {shown.state === "FAILED" && <Failure error={shown.error} />}
      {shown.state === "CANCELLED" && shown.images.length === 0 && <p className="dim">{t("playground.cancelled")}</p>}
      <Tiles generation={shown} />
    </section>
  );
}
