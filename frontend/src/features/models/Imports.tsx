import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { adapters, modelVersions } from "../../api/queries";
import type { ModelImport } from "../../api/types";
import { useFormat } from "../../ui/format";
import { Panel } from "../../ui/Page";
import { ProblemNotice } from "../../ui/ProblemNotice";
import { QueryView } from "../../ui/QueryView";
import { StateBadge } from "../../ui/StateBadge";
import styles from "./models.module.css";
import { baseModels, cancelImport, imports, isOver } from "./queries";
import { UploadCourse } from "./UploadCourse";

/** Imports under way and the latest ended ones, with what was wrong. */
export function Imports() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const query = useQuery(imports);
  const done = query.data?.filter((each) => each.state === "DONE").length;
  useEffect(() => {
    if (done !== undefined) {
      for (const { queryKey } of [modelVersions, adapters, baseModels]) {
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
  const noted = [each.licence, each.origin].filter((note) => note !== "").join(" · ");
  return (
    <li className={styles.import}>
      <div className={styles.importHead}>
        <strong>{each.name}</strong>
        <span className="dim">{t(`models.importKind.${each.kind}`)}</span>
        <StateBadge state={each.state} />
        <span className="dim">{instant(each.createdAt)}</span>
        <Cancel each={each} />
      </div>
      <Progress each={each} />
      {noted !== "" && <div className="dim">{noted}</div>}
    </li>
  );
}

function Progress({ each }: { each: ModelImport }) {
  const { t } = useTranslation();
  if (each.error !== undefined) {
    return <Refusal error={each.error} />;
  }
  if (each.state === "UPLOADING") {
    return <UploadCourse each={each} />;
  }
  if (each.state === "RUNNING" && each.parts > 0) {
    return <div>{t("models.looked", { part: each.part, parts: each.parts })}</div>;
  }
  return null;
}

/** What the engine says begins with a stable word. */
function Refusal({ error }: { error: string }) {
  const { t } = useTranslation();
  const code = codes.find((each) => error.startsWith(`${each}: `));
  const detail = code === undefined ? error : error.slice(code.length + 2);
  return (
    <div className={styles.refusal}>
      {t(`models.refused.${code ?? "other"}`)}
      <div className="dim">{detail}</div>
    </div>
  );
}

const codes = [
  "PICKLE",
  "MODEL_NOT_FOUND",
  "MODEL_UNSUPPORTED",
  "MODEL_TOO_LARGE",
  "WEIGHTS_DAMAGED",
  "ADAPTER_NOT_FOUND",
  "ADAPTER_UNUSABLE",
  "OUT_OF_MEMORY",
] as const;

function Cancel({ each }: { each: ModelImport }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const start = useMutation({
    mutationFn: () => cancelImport(each.id),
    onSettled: () => queries.invalidateQueries({ queryKey: imports.queryKey }),
  });
  if (isOver(each)) {
    return null;
  }
  return (
    <>
      <Button variant="subtle" color="gray" size="compact-sm" loading={start.isPending} onClick={() => start.mutate()}>
        {t("common.cancel")}
      </Button>
      {start.error !== null && <ProblemNotice error={start.error} />}
    </>
  );
}
