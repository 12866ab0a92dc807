import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { learnedWords } from "../../api/queries";
import { DataTable } from "../../ui/DataTable";
import { useFormat } from "../../ui/format";
import { Panel } from "../../ui/Page";
import { QueryView } from "../../ui/QueryView";

/** Every learned word with what is known of it. */
export function LearnedWordList() {
  const { t } = useTranslation();
  const { number, instant } = useFormat();
  const said = (text: string) => (text === "" ? t("common.unknown") : text);
  return (
    <Panel title={t("models.learnedWords")}>
      <QueryView query={useQuery(learnedWords)}>
        {(list) =>
          list.length === 0 ? (
            <p className="dim">{t("models.noLearnedWords")}</p>
          ) : (
            <DataTable
              caption={t("models.learnedWords")}
              rows={list}
              keyOf={(each) => each.id}
              columns={[
                { name: t("models.word"), cell: (each) => <strong>{each.word}</strong> },
                { name: t("models.base"), cell: (each) => each.baseModelName },
                { name: t("models.tokens"), numeric: true, cell: (each) => number(each.tokens) },
                { name: t("models.origin"), cell: (each) => said(each.origin) },
                { name: t("models.licence"), cell: (each) => said(each.licence) },
                { name: t("common.createdAt"), cell: (each) => instant(each.createdAt) },
                { name: "SHA-256", cell: (each) => <span className="mono">{each.sha256.slice(0, 12)}</span> },
              ]}
            />
          )
        }
      </QueryView>
    </Panel>
  );
}
