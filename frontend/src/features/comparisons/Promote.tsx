import { Textarea } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type RefObject, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { modelVersions, serving } from "../../api/queries";
import type { Comparison, Serving } from "../../api/types";
import form from "../../ui/form.module.css";
import { Panel } from "../../ui/Page";
import { QueryView } from "../../ui/QueryView";
import { WishForm } from "../../ui/WishForm";
import { promote } from "./queries";

/** Puts the challenger into use. Until it is known what is in use, nobody can tell what that would replace. */
export function Promote({ comparison }: { comparison: Comparison }) {
  const { t } = useTranslation();
  const served = useQuery(serving);
  const place = useRef<HTMLDivElement>(null);
  return (
    <Panel title={t("comparisons.promoteTitle")}>
      <div ref={place} tabIndex={-1}>
        <QueryView query={served}>
          {(now) =>
            now.modelVersion.id === comparison.challengerVersionId ? (
              <Served name={comparison.challengerName} />
            ) : (
              <Decision comparison={comparison} served={now} heir={place} />
            )
          }
        </QueryView>
      </div>
    </Panel>
  );
}

interface DecisionProps {
  readonly comparison: Comparison;
  readonly served: Serving;
  readonly heir: RefObject<HTMLElement | null>;
}

/** By the verdict, where it is about what is in use; else with a written reason. */
function Decision({ comparison, served, heir }: DecisionProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [reason, setReason] = useState("");
  const won = comparison.verdict === "CHALLENGER_WINS";
  const byVerdict = won && served.modelVersion.id === comparison.championVersionId;
  const start = useMutation({
    mutationFn: () =>
      promote({
        modelVersionId: comparison.challengerVersionId,
        comparisonId: comparison.id,
        revision: served.revision,
        ...(byVerdict ? {} : { reason: reason.trim() }),
      }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: modelVersions.queryKey });
      void queries.invalidateQueries({ queryKey: ["promotions"] });
    },
    // refused, too: somebody else may have moved the alias meanwhile
    onSettled: () => void queries.invalidateQueries({ queryKey: serving.queryKey }),
  });
  return (
    <WishForm
      start={start}
      submit={t("comparisons.promote", { name: comparison.challengerName })}
      ready={byVerdict || reason.trim() !== ""}
      heir={heir}
    >
      <p className={form.hint}>
        {byVerdict
          ? t("comparisons.promoteByVerdict")
          : won
            ? t("comparisons.promoteAgainstAnother", {
                champion: comparison.championName,
                served: served.modelVersion.name,
              })
            : t("comparisons.promoteByReason")}
      </p>
      {!byVerdict && (
        <Textarea
          label={t("comparisons.reason")}
          value={reason}
          maxLength={2000}
          onChange={(event) => setReason(event.currentTarget.value)}
          required
        />
      )}
    </WishForm>
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
