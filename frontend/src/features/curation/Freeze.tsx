import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { snapshots } from "../../api/queries";
import type { Curation } from "../../api/types";
import form from "../../ui/form.module.css";
import { NameInput } from "../../ui/NameInput";
import { Panel } from "../../ui/Page";
import { useFaults, WishForm } from "../../ui/WishForm";
import { freeze } from "./queries";

/** Makes an unchanging snapshot of these preferences. */
export function Freeze({ curation }: { curation: Curation }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [name, setName] = useState(curation.campaignName);
  const start = useMutation({
    mutationFn: () => freeze(curation.id, name.trim()),
    onSuccess: ({ id }) => {
      void queries.invalidateQueries({ queryKey: snapshots.queryKey });
      void navigate({ to: "/snapshots/$snapshotId", params: { snapshotId: id } });
    },
  });
  const fault = useFaults(start.error);
  return (
    <Panel title={t("curation.freezeTitle")}>
      <WishForm
        start={start}
        submit={t("curation.freeze")}
        ready={name.trim() !== "" && curation.preferences.groups > 0}
        fields={["name"]}
        {...(curation.preferences.groups === 0 ? { hint: t("curation.nothingToFreeze") } : {})}
      >
        <p className={form.hint}>{t("curation.freezeHint")}</p>
        <NameInput value={name} error={fault("name")} onChange={setName} />
      </WishForm>
    </Panel>
  );
}
