import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { LinkButton } from "../../ui/LinkButton";
import { Empty, Page } from "../../ui/Page";
import { Picture } from "../../ui/Picture";
import { QueryView } from "../../ui/QueryView";
import styles from "./lineage.module.css";
import { recent } from "./queries";

/** Pick a picture to follow back. */
export function LineageIndexPage() {
  const { t } = useTranslation();
  const query = useQuery(recent);
  return (
    <Page title={t("lineage.title")} lead={t("lineage.lead")} wide>
      <QueryView query={query}>
        {(list) => {
          const images = list.flatMap((each) => each.images.map((image) => ({ image, prompt: each.prompt })));
          return images.length === 0 ? (
            <Empty icon="tree" title={t("lineage.emptyTitle")} text={t("lineage.emptyText")}>
              <LinkButton variant="default" to="/playground">
                {t("nav.playground")}
              </LinkButton>
            </Empty>
          ) : (
            <ul className={styles.wall}>
              {images.map(({ image, prompt }) => (
                <li key={image.id}>
                  <Link to="/lineage/$imageId" params={{ imageId: image.id }}>
                    <Picture url={image.url} alt={prompt} />
                    <span className={styles.under} aria-hidden="true">
                      {prompt}
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          );
        }}
      </QueryView>
    </Page>
  );
}
