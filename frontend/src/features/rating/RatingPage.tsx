import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Icon } from "../../ui/Icon";
import { Empty, Page } from "../../ui/Page";
import { QueryView } from "../../ui/QueryView";
import { openCampaigns } from "./queries";
import styles from "./rating.module.css";

/** The campaigns that ask this person. */
export function RatingPage() {
  const { t } = useTranslation();
  const query = useQuery(openCampaigns);
  return (
    <Page title={t("rating.title")} lead={t("rating.lead")}>
      <QueryView query={query}>
        {(list) =>
          list.length === 0 ? (
            <Empty icon="rank" title={t("rating.noneTitle")} text={t("rating.noneText")} />
          ) : (
            <ul className={styles.campaigns}>
              {list.map((each) => (
                <li key={each.id}>
                  <Link to="/rating/$campaignId" params={{ campaignId: each.id }} className={styles.campaign}>
                    <span>
                      <span className={styles.campaignQuestion}>{each.question}</span>
                      <span className="dim">
                        {t(`taskKind.${each.taskKind}`)}
                        {each.name === undefined ? "" : ` · ${each.name}`}
                      </span>
                    </span>
                    <Icon name="arrow" />
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
    </Page>
  );
}
