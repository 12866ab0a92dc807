import { useTranslation } from "react-i18next";
import type { Campaign } from "../../api/types";
import { CopyField } from "../../ui/CopyField";
import { Panel } from "../../ui/Page";
import { QrCode } from "../../ui/QrCode";
import styles from "./campaigns.module.css";

/** How raters get here: a link to hand on, and a code for phones. */
export function Share({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const crowd = campaign.audience !== "EXPERTS";
  const address = `${location.origin}${crowd ? `/rate?c=${campaign.id}` : `/rating/${campaign.id}`}`;
  return (
    <Panel title={t("campaigns.share")}>
      <div className={styles.share}>
        {crowd && <QrCode value={address} label={t("campaigns.qr")} />}
        <div className={styles.shareText}>
          <p className="dim">{crowd ? t("campaigns.shareCrowd") : t("campaigns.shareExperts")}</p>
          <CopyField label={t("campaigns.link")} value={address} />
        </div>
      </div>
    </Panel>
  );
}
