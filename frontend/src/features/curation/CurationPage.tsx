import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Curation } from "../../api/types";
import { Blind } from "../../ui/Blind";
import { Facts } from "../../ui/Facts";
import { useFormat } from "../../ui/format";
import { Page, Panel } from "../../ui/Page";
import { QueryView } from "../../ui/QueryView";
import { ExcludedVotes } from "./ExcludedVotes";
import { Freeze } from "./Freeze";
import { curation } from "./queries";
import { Raters } from "./Raters";
import { Reasons } from "./Reasons";
import { Strengths } from "./Strengths";

const route = getRouteApi("/curation/$curationId");

export function CurationPage() {
  const { curationId } = route.useParams();
  const query = useQuery(curation(curationId));
  return (
    <QueryView query={query} whole>
      {(value) => <Shown curation={value} />}
    </QueryView>
  );
}

function Shown({ curation: shown }: { curation: Curation }) {
  const { t } = useTranslation();
  const { number, instant } = useFormat();
  const { reason } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Page
      title={t("curation.of", { name: shown.campaignName })}
      lead={t("curation.made", { when: instant(shown.createdAt), who: shown.createdBy })}
      wide
    >
      <Panel title={t("curation.result")}>
        <Facts
          large
          facts={[
            [t("curation.kept"), `${number(shown.kept)} / ${number(shown.votes)}`],
            [t("curation.weighed"), number(shown.weighed)],
            [t("curation.groups"), number(shown.preferences.groups)],
            [t("curation.pairs"), number(shown.preferences.pairs)],
            [t("curation.alpha"), <Agreement key="alpha" curation={shown} />],
          ]}
        />
      </Panel>
      <Panel title={t("curation.reasonsTitle")}>
        <Reasons
          curation={shown}
          chosen={reason}
          onChoose={(next) => void navigate({ search: next === undefined ? {} : { reason: next }, resetScroll: false })}
        />
        {reason !== undefined && <ExcludedVotes key={reason} curation={shown} reason={reason} />}
      </Panel>
      <Panel title={t("curation.strengths")} aside={<span className="dim">{t("curation.strengthsHint")}</span>}>
        {shown.blind ? <Blind /> : <Strengths strengths={shown.strengths} />}
      </Panel>
      <Panel title={t("curation.raters")}>
        <Raters curation={shown} />
      </Panel>
      <Freeze key={shown.id} curation={shown} />
    </Page>
  );
}

function Agreement({ curation: shown }: { curation: Curation }) {
  const { t } = useTranslation();
  const { fixed } = useFormat();
  if (shown.alpha === undefined) {
    return <>{t("curation.alphaUndefined")}</>;
  }
  return (
    <>
      {fixed(shown.alpha, 2)}
      {shown.alphaLow !== undefined && shown.alphaHigh !== undefined && (
        <small className="dim">
          {" "}
          [{fixed(shown.alphaLow, 2)}, {fixed(shown.alphaHigh, 2)}]
        </small>
      )}
    </>
  );
}
