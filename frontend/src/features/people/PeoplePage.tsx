import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { me } from "../../api/me";
import type { Person } from "../../api/types";
import { DataTable } from "../../ui/DataTable";
import { Page, Panel } from "../../ui/Page";
import { ProblemNotice } from "../../ui/ProblemNotice";
import { QueryView } from "../../ui/QueryView";
import { StateBadge } from "../../ui/StateBadge";
import { Invite } from "./Invite";
import { disable, people } from "./queries";

export function PeoplePage() {
  const { t } = useTranslation();
  const query = useQuery(people);
  return (
    <Page title={t("people.title")} lead={t("people.lead")}>
      <Invite />
      <Panel title={t("people.list")}>
        <QueryView query={query}>
          {(list) => (
            <DataTable
              caption={t("people.list")}
              rows={list}
              keyOf={(person) => person.id}
              columns={[
                { name: t("people.displayName"), cell: (person) => <strong>{person.displayName}</strong> },
                { name: t("people.name"), cell: (person) => person.name },
                { name: t("people.roles"), cell: (person) => person.roles.map((role) => t(`role.${role}`)).join(", ") },
                { name: t("common.state"), cell: (person) => <StateBadge state={person.state} /> },
                { name: t("people.change"), cell: (person) => <Disable person={person} /> },
              ]}
            />
          )}
        </QueryView>
      </Panel>
    </Page>
  );
}

function Disable({ person }: { person: Person }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const self = useQuery(me).data?.name === person.name;
  const start = useMutation({
    mutationFn: () => disable(person.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: people.queryKey }),
  });
  if (person.state === "DISABLED" || self) {
    return null;
  }
  return (
    <>
      <Button
        variant="subtle"
        color="cinnabar"
        size="compact-sm"
        loading={start.isPending}
        onClick={() => start.mutate()}
      >
        {t("people.disable")}
      </Button>
      {start.error !== null && <ProblemNotice error={start.error} />}
    </>
  );
}
