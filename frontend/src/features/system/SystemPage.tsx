import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { SystemView } from "../../api/types";
import { Facts } from "../../ui/Facts";
import { useFormat } from "../../ui/format";
import { Page, Panel } from "../../ui/Page";
import { QueryView } from "../../ui/QueryView";
import type { State } from "../../ui/StateBadge";
import { Parts } from "./Parts";
import { system } from "./queries";

/** How the installation is doing. */
export function SystemPage() {
  const { t } = useTranslation();
  const query = useQuery(system);
  return (
    <Page title={t("system.title")} lead={t("system.lead")}>
      <QueryView query={query}>{(view) => <Shown system={view} />}</QueryView>
    </Page>
  );
}

function Shown({ system: shown }: { system: SystemView }) {
  const { t } = useTranslation();
  const { instant, number } = useFormat();
  return (
    <>
      <Panel title={t("system.state")}>
        <Facts
          facts={[
            [t("system.version"), shown.version],
            [t("system.startedAt"), instant(shown.startedAt)],
            [t("system.role"), t(`system.roles.${shown.role as "both"}`, { defaultValue: shown.role })],
            [t("system.java"), shown.java],
            [
              t("system.dataFolder"),
              <span key="folder" className="mono">
                {shown.dataFolder}
              </span>,
            ],
          ]}
        />
      </Panel>
      <h2 className="quiet">{t("system.parts")}</h2>
      <Parts parts={shown.parts} />
      <Panel title={t("jobs.title")} aside={<Link to="/jobs">{t("system.allJobs")}</Link>}>
        <Facts
          large
          facts={Object.entries(shown.jobs).map(
            ([state, count]) => [t(`state.${state as State}`, { defaultValue: state }), number(count)] as const,
          )}
        />
      </Panel>
    </>
  );
}
