import { Textarea } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { modelVersions, serving } from "../../api/queries";
import type { Comparison } from "../../api/types";
import form from "../../ui/form.module.css";
import { Panel } from "../../ui/Page";
import { WishForm } from "../../ui/WishForm";
import { promote } from "./queries";

/** Puts the challenger into use: by the verdict, or against its absence with a written reason. */
export function Promote({ comparison }: { comparison: Comparison }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const served = useQuery(serving).data?.modelVersion.id;
  const [reason, setReason] = useState("");
  const place = useRef<HTMLDivElement>(null);
  const won = comparison.verdict === "CHALLENGER_WINS";
  const start = useMutation({
    mutationFn: () =>
      promote({
        modelVersionId: comparison.challengerVersionId,
        ...(won ? { comparisonId: comparison.id } : { reason: reason.trim() }),
      }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: serving.queryKey });
      void queries.invalidateQueries({ queryKey: modelVersions.queryKey });
      void queries.invalidateQueries({ queryKey: ["promotions"] });
    },
  });
  return (
    <Panel title={t("comparisons.promoteTitle")}>
      <div ref={place} tabIndex={-1}>
        {served === comparison.challengerVersionId ? (
          <Served name={comparison.challengerName} />
        ) : (
          <WishForm
            start={start}
            submit={t("comparisons.promote", { name: comparison.challengerName })}
            ready={won || reason.trim() !== ""}
            heir={place}
          >
            <p className={form.hint}>{won ? t("comparisons.promoteByVerdict") : t("comparisons.promoteByReason")}</p>
            {!won && (
              <Textarea
                label={t("comparisons.reason")}
                value={reason}
                maxLength={2000}
                onChange={(event) => setReason(event.currentTarget.value)}
                required
              />
            )}
          </WishForm>
        )}
      </div>
    </Panel>
  );
}

function Served({ name }: { name: string }) {
  const { t } = useTranslation();
  return (
    <>
      <p role="status">{t("comparisons.served", { name })}</p>
      <div className={form.actions}>
        <Link to="/playground">{t("comparisons.tryIt")}</Link>
        <Link to="/models">{t("comparisons.rollbackThere")}</Link>
      </div>
    </>
  );
}
