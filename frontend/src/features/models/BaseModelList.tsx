import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { baseModels } from "../../api/queries";
import { DataTable } from "../../ui/DataTable";
import { useFormat } from "../../ui/format";
import { Panel } from "../../ui/Page";
import { QueryView } from "../../ui/QueryView";
import { Usual } from "./Usual";

/** Every base model with what it is and where it came from. */
export function BaseModelList() {
  const { t } = useTranslation();
  const { number } = useFormat();
  return (
    <Panel title={t("models.bases")}>
      <QueryView query={useQuery(baseModels)}>
        {(list) => (
          <DataTable
            caption={t("models.bases")}
            rows={list}
            keyOf={(each) => each.id}
            columns={[
              { name: t("common.name"), cell: (each) => <strong>{each.name}</strong> },
              { name: t("models.family"), cell: (each) => each.pipelineClass || "–" },
              {
                name: t("models.predicts"),
                cell: ({ predictionType: type }) =>
                  type === "" ? "–" : t(`models.prediction.${type as "epsilon"}`, { defaultValue: type }),
              },
              { name: t("models.size"), cell: (each) => `${each.width}\u00a0×\u00a0${each.height}` },
              { name: t("models.parameters"), numeric: true, cell: (each) => number(each.parameters) },
              { name: t("models.usual"), cell: (each) => <Usual model={each} /> },
              { name: t("models.origin"), cell: (each) => each.origin || "–" },
              { name: t("models.licence"), cell: (each) => each.licence || "–" },
              {
                name: "SHA-256",
                cell: (each) => <span className="mono">{(each.fileDigest ?? each.digest).slice(0, 12)}</span>,
              },
            ]}
          />
        )}
      </QueryView>
    </Panel>
  );
}
