import { Progress as Bar } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type RefObject, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useRole } from "../../api/me";
import { adapters, baseModels, learnedWords, modelVersions } from "../../api/queries";
import type { ModelImport } from "../../api/types";
import { CancelButton } from "../../ui/CancelButton";
import { useFormat } from "../../ui/format";
import { Panel } from "../../ui/Page";
import { QueryView } from "../../ui/QueryView";
import { refusalOf } from "../../ui/refusal";
import { StateBadge } from "../../ui/StateBadge";
import styles from "./models.module.css";
import { placeOf } from "./place";
import { cancelImport, imports, isOver } from "./queries";
import { UploadCourse } from "./UploadCourse";

/** Imports under way and the latest ended ones, with what was wrong. */
export function Imports() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const query = useQuery(imports);
  const done = query.data?.filter((each) => each.state === "DONE").length;
  useEffect(() => {
    if (done !== undefined) {
      for (const { queryKey } of [modelVersions, adapters, learnedWords, baseModels]) {
        void queries.invalidateQueries({ queryKey });
      }
    }
  }, [done, queries]);
  return (
    <Panel title={t("models.imports")}>
      <QueryView query={query}>
        {(list) =>
          list.length === 0 ? (
            <p className="dim">{t("models.noImports")}</p>
          ) : (
            <ol className={styles.imports}>
              {list.map((each) => (
                <Import key={each.id} each={each} />
              ))}
            </ol>
          )
        }
      </QueryView>
    </Panel>
  );
}

function Import({ each }: { each: ModelImport }) {
  const { t } = useTranslation();
  const { instant } = useFormat();
  const admin = useRole("admin");
  const place = useRef<HTMLLIElement>(null);
  const noted = [each.licence, each.origin].filter((note) => note !== "").join(" · ");
  return (
    <li ref={place} tabIndex={-1} className={styles.import}>
      <div className={styles.importHead}>
        <strong>{each.name}</strong>
        <span className="dim">{t(`models.importKind.${each.kind}`)}</span>
        <StateBadge state={each.state} />
        <span className="dim">{instant(each.createdAt)}</span>
        {admin && !isOver(each) && (
          <CancelButton
            ask={() => cancelImport(each.id)}
            queryKey={imports.queryKey}
            label={t("work.cancelOf", { label: each.name })}
            heir={place}
          />
        )}
      </div>
      <Progress each={each} place={place} />
      {each.tokenizerOf !== undefined && <TokenizerFrom baseModelId={each.tokenizerOf} />}
      {noted !== "" && <div className="dim">{noted}</div>}
      {each.knownAs !== undefined && <div>{t(`models.${knownHow(each)}`, { name: each.knownAs })}</div>}
      {each.learnedWordId !== undefined && <a href={`#${placeOf(each.learnedWordId)}`}>{t("models.toWord")}</a>}
    </li>
  );
}

/** What an import changed that brought nothing new; an adapter has no place that it could be moved from. */
const knownHow = ({ kind, moved }: ModelImport) => (kind === "ADAPTER" ? "knownAdapter" : moved ? "moved" : "known");

function TokenizerFrom({ baseModelId }: { baseModelId: string }) {
  const { t } = useTranslation();
  const name = useQuery(baseModels).data?.find((each) => each.id === baseModelId)?.name;
  return <div className="dim">{t("models.tokenizerOf", { name: name ?? "…" })}</div>;
}

function Progress({ each, place }: { each: ModelImport; place: RefObject<HTMLElement | null> }) {
  const { t } = useTranslation();
  if (each.error !== undefined) {
    return <Refusal error={each.error} />;
  }
  if (each.state === "UPLOADING") {
    return <UploadCourse each={each} heir={place} />;
  }
  if (each.waitReason !== undefined) {
    return <div>{t(`work.waitReason.${each.waitReason}`)}</div>;
  }
  if (each.state === "RUNNING" && each.parts > 0) {
    return <Step each={each} />;
  }
  return null;
}

/** How far the present step is; an import has several, each of which begins at nothing. */
function Step({ each }: { each: ModelImport }) {
  const { t } = useTranslation();
  const { share } = useFormat();
  const done = each.part / each.parts;
  return (
    <>
      <div>{t("models.step", { share: share(done) })}</div>
      <Bar value={100 * done} aria-label={each.name} />
    </>
  );
}

function Refusal({ error }: { error: string }) {
  const { t } = useTranslation();
  const { code, detail } = refusalOf(error, refusals);
  return (
    <div className={styles.refusal}>
      {t(`models.refused.${code ?? "other"}`)}
      <div className="dim">{detail}</div>
    </div>
  );
}

/** Those that an import can meet. */
const refusals = [
  "PICKLE",
  "MODEL_NOT_FOUND",
  "MODEL_UNSUPPORTED",
  "MODEL_TOO_LARGE",
  "WEIGHTS_DAMAGED",
  "ADAPTER_NOT_FOUND",
  "ADAPTER_UNUSABLE",
  "WORD_NOT_FOUND",
  "WORD_UNUSABLE",
  "WORD_TAKEN",
  "OUT_OF_MEMORY",
] as const;
