import { Progress } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Campaign } from "../../api/types";
import { Facts } from "../../ui/Facts";
import { useFormat } from "../../ui/format";
import styles from "./campaigns.module.css";

/** How far a campaign is: pictures first, then votes. */
export function Counts({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { counts } = campaign;
  const drawing = campaign.state === "GENERATING";
  const [done, total] = drawing ? [counts.imagesDone, counts.imagesTotal] : [counts.votes, counts.votesWanted];
  const words = drawing ? t("campaigns.drawn", { done, total }) : t("campaigns.voted", { count: total, done, total });
  return (
    <>
      <Facts
        large
        facts={[
          [t("campaigns.figure.votes"), number(counts.votes)],
          [t("campaigns.figure.raters"), number(counts.raters)],
          [t("campaigns.figure.tasks"), number(counts.tasks)],
          [t("campaigns.figure.gold"), number(counts.gold)],
          [t("campaigns.figure.images"), `${number(counts.imagesDone)} / ${number(counts.imagesTotal)}`],
        ]}
      />
      {total > 0 && (
        <div className={styles.progress}>
          <Progress value={Math.min(100, (100 * done) / total)} aria-label={words} />
          <p className="dim" aria-live="polite">
            {words}
          </p>
        </div>
      )}
    </>
  );
}
