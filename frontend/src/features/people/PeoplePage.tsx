import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import { me } from "../../api/me";
import type { Person, Role } from "../../api/types";
import { BusyButton } from "../../ui/BusyButton";
import { ConfirmButton } from "../../ui/ConfirmButton";
import { CopyField } from "../../ui/CopyField";
import { DataTable } from "../../ui/DataTable";
import { useFormat } from "../../ui/format";
import { Page, Panel } from "../../ui/Page";
import { ProblemNotice } from "../../ui/ProblemNotice";
import { QueryView } from "../../ui/QueryView";
import { StateBadge } from "../../ui/StateBadge";
import { Invite } from "./Invite";
import { disable, inviteAgain, people, resetPassword } from "./queries";

const roles: readonly Role[] = ["expert", "curator", "admin"];

export function PeoplePage() {
  const { t } = useTranslation();
  const { listed } = useFormat();
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
                {
                  name: t("people.roles"),
                  cell: (person) =>
                    listed(roles.filter((role) => person.roles.includes(role)).map((role) => t(`role.${role}`))),
                },
                { name: t("common.state"), cell: (person) => <StateBadge state={person.state} /> },
                { name: t("people.change"), cell: (person, row) => <Change person={person} row={row} /> },
              ]}
            />
          )}
        </QueryView>
      </Panel>
    </Page>
  );
}

interface ChangeProps {
  readonly person: Person;
  readonly row: RefObject<HTMLElement | null>;
}

function Change({ person, row }: ChangeProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const self = useQuery(me).data?.name === person.name;
  const refresh = () => queries.invalidateQueries({ queryKey: people.queryKey });
  const shutOut = useMutation({ mutationFn: () => disable(person.id), onSuccess: refresh });
  const again = useMutation({ mutationFn: () => inviteAgain(person.id), onSuccess: refresh });
  const reset = useMutation({ mutationFn: () => resetPassword(person.id), onSuccess: refresh });
  const link = (again.submittedAt > reset.submittedAt ? again : reset).data; // each ends the ones before
  if (person.state === "DISABLED" || self) {
    return null;
  }
  return (
    <>
      {person.state === "INVITED" && (
        <BusyButton variant="subtle" size="compact-sm" busy={again.isPending} heir={row} onClick={() => again.mutate()}>
          {t("people.again")}
        </BusyButton>
      )}
      {person.state === "ACTIVE" && (
        <ConfirmButton
          variant="subtle"
          size="compact-sm"
          busy={reset.isPending}
          question={t("people.resetAsk", { name: person.displayName })}
          consequence={t("people.resetMeans")}
          onConfirm={() => reset.mutate()}
          heir={row}
        >
          {t("people.reset")}
        </ConfirmButton>
      )}
      <ConfirmButton
        variant="subtle"
        color="cinnabar"
        size="compact-sm"
        busy={shutOut.isPending}
        question={t("people.disableAsk", { name: person.displayName })}
        consequence={t("people.disableMeans")}
        onConfirm={() => shutOut.mutate()}
        heir={row}
      >
        {t("people.disable")}
      </ConfirmButton>
      {link !== undefined && <CopyField label={t("people.link")} value={link.invitationUrl} />}
      <ProblemNotice error={shutOut.error ?? again.error ?? reset.error} />
    </>
  );
}
