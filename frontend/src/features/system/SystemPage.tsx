import { queryOptions, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get } from "../../api/http";
import type { SystemView } from "../../api/types";
import { Facts } from "../../ui/Facts";
import { Page, Panel } from "../../ui/Page";
import { QueryView } from "../../ui/QueryView";

const system = queryOptions({
  queryKey: ["system"],
  queryFn: () => get<SystemView>("/api/system"),
  refetchInterval: 10_000,
});

/** How the installation is doing. */
export function SystemPage() {
  const { t } = useTranslation();
  const query = useQuery(system);
  return (
    <Page title={t("system.title")} lead={t("system.lead")}>
      <QueryView query={query}>
        {(view) => (
          <Panel title={t("system.state")}>
            <Facts facts={Object.entries(view).map(([name, value]) => [name, String(value)] as const)} />
          </Panel>
        )}
      </QueryView>
    </Page>
  );
}
