import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { campaigns } from "../../api/queries";
import { Curations } from "../../ui/Curations";
import { LinkButton } from "../../ui/LinkButton";
import { Empty, Page } from "../../ui/Page";
import { QueryView } from "../../ui/QueryView";

/** Campaigns with votes, and what was made of them. */
export function CurationListPage() {
  const { t } = useTranslation();
  const query = useQuery(campaigns);
  const last = useRef<string>(undefined);
  return (
    <Page title={t("curation.title")} lead={t("curation.lead")}>
      <QueryView query={query}>
        {(list) => {
          const voted = list.filter((each) => each.counts.votes > 0);
          return voted.length === 0 ? (
            <Empty icon="sieve" title={t("curation.emptyTitle")} text={t("curation.emptyText")}>
              <LinkButton variant="default" to="/campaigns">
                {t("nav.campaigns")}
              </LinkButton>
            </Empty>
          ) : (
            voted.map((each) => (
              <Curations
                key={each.id}
                campaign={each}
                title={each.name}
                words={t("curation.start", { count: each.counts.votes })}
                none={t("curation.never")}
                last={last}
              />
            ))
          );
        }}
      </QueryView>
    </Page>
  );
}
