import { useTranslation } from "react-i18next";
import type { Curation } from "../../api/types";
import { DataTable } from "../../ui/DataTable";
import { useFormat } from "../../ui/format";

/** Raters by pseudonym: how much each counts, and why. */
export function Raters({ curation }: { curation: Curation }) {
  const { t } = useTranslation();
  const { fixed, number, share } = useFormat();
  return (
    <>
      {!curation.ratersWeighed && <p className="dim">{whyAlike()}</p>}
      <DataTable
        caption={t("curation.raters")}
        rows={[...curation.raters].sort((a, b) => b.votes - a.votes)}
        keyOf={(rater) => rater.raterId}
        columns={[
          { name: t("curation.rater"), cell: (rater) => <span className="mono">{rater.pseudonym}</span> },
          { name: t("curation.tier"), cell: (rater) => t(`tier.${rater.tier === "EXPERT" ? "EXPERT" : "ANONYMOUS"}`) },
          {
            name: t("curation.votesKept"),
            numeric: true,
            cell: (rater) => `${number(rater.kept)} / ${number(rater.votes)}`,
          },
          { name: t("curation.weight"), numeric: true, cell: (rater) => fixed(rater.weight, 2) },
          {
            name: t("curation.agreement"),
            numeric: true,
            cell: (rater) => (rater.agreement === undefined ? "–" : share(rater.agreement)),
          },
          {
            name: t("curation.gold"),
            numeric: true,
            cell: (rater) => (rater.goldShown === 0 ? "–" : `${rater.goldRight} / ${rater.goldShown}`),
          },
          {
            name: t("curation.side"),
            numeric: true,
            cell: (rater) => (rater.sideBias === undefined ? "–" : side(rater.sideBias)),
          },
        ]}
      />
    </>
  );

  /** The losses are told of held-out answers of experts; without any there is nothing to go by. */
  function whyAlike() {
    const { pooledLoss, weighedLoss } = curation;
    return pooledLoss === undefined || weighedLoss === undefined
      ? t("curation.noScale")
      : t("curation.notWeighed", { pooled: fixed(pooledLoss, 3), weighed: fixed(weighedLoss, 3) });
  }

  function side(bias: number) {
    const count = Math.round(Math.abs(bias) * 100);
    const points = { count, points: fixed(count, 0) };
    return bias === 0 ? "0" : bias > 0 ? t("curation.left", points) : t("curation.right", points);
  }
}
