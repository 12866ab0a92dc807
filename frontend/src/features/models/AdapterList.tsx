import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { adapters } from "../../api/queries";
import { DataTable } from "../../ui/DataTable";
import { useFormat } from "../../ui/format";
import { Panel } from "../../ui/Page";
import { QueryView } from "../../ui/QueryView";
import styles from "./models.module.css";

/** Every adapter with what is known of it. */
export function AdapterList() {
  const { t } = useTranslation();
  const { number } = useFormat();
  const query = useQuery(adapters);
  const said = (text: string) => (text === "" ? t("common.unknown") : text);
  return (
    <Panel title={t("models.adapters")}>
      <QueryView query={query}>
        {(list) =>
          list.length === 0 ? (
            <p className="dim">{t("models.noAdapters")}</p>
          ) : (
            <DataTable
              caption={t("models.adapters")}
              rows={list}
              keyOf={(each) => each.id}
              columns={[
                { name: t("common.name"), cell: (each) => <strong>{each.name}</strong> },
                {
                  name: t("models.base"),
                  cell: (each) => (
                    <>
                      {each.baseModelName}
                      {each.fits.length > 1 && (
                        <div className="dim">{t("models.fitsMore", { count: each.fits.length - 1 })}</div>
                      )}
                    </>
                  ),
                },
                { name: t("models.rank"), numeric: true, cell: (each) => number(each.rank) },
                { name: t("models.words"), cell: (each) => each.triggerWords.slice(0, 5).join(" · ") || "–" },
                {
                  name: t("models.origin"),
                  cell: (each) => (
                    <>
                      {each.imported ? said(each.origin) : t("models.trainedHere")}
                      {each.madeOf !== "" && <MadeOf files={each.madeOf} />}
                    </>
                  ),
                },
                { name: t("models.licence"), cell: (each) => (each.imported ? said(each.licence) : "–") },
                { name: "SHA-256", cell: (each) => <span className="mono">{each.sha256.slice(0, 12)}</span> },
              ]}
            />
          )
        }
      </QueryView>
    </Panel>
  );
}

/** That an adapter came as several files, whose digests are not the one shown; opened, it tells them whole. */
function MadeOf({ files }: { files: string }) {
  const { t } = useTranslation();
  return (
    <details className={`${styles.madeOf} dim`}>
      <summary>{t("models.madeOf", { files: files.replace(/([0-9a-f]{12})[0-9a-f]{52}/g, "$1") })}</summary>
      <span className="mono">{files}</span>
    </details>
  );
}
