import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLongWork } from "../../api/longWork";
import { snapshots } from "../../api/queries";
import type { Curation } from "../../api/types";
import form from "../../ui/form.module.css";
import { JobProgress } from "../../ui/JobProgress";
import { NameInput } from "../../ui/NameInput";
import { Panel } from "../../ui/Page";
import { useFaults, WishForm } from "../../ui/WishForm";
import { freeze, freezeJobs } from "./queries";

/** Makes an unchanging snapshot of these preferences. */
export function Freeze({ curation }: { curation: Curation }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [name, setName] = useState(curation.campaignName);
  const { begin: start, work } = useLongWork(
    freezeJobs(curation.id),
    () => freeze(curation.id, name.trim()),
    ({ snapshot }, mine) => {
      void queries.invalidateQueries({ queryKey: snapshots.queryKey });
      if (mine && snapshot !== undefined) {
        void navigate({ to: "/snapshots/$snapshotId", params: { snapshotId: snapshot.id } });
      }
    },
  );
  const fault = useFaults(start.error);
  const empty = curation.preferences.groups === 0;
  return (
    <Panel title={t("curation.freezeTitle")}>
      <WishForm
        start={start}
        submit={t("curation.freeze")}
        ready={name.trim() !== "" && !empty && !curation.blind}
        fields={["name"]}
        {...(curation.blind
          ? { hint: t("curation.blindFreeze") }
          : empty
            ? { hint: t("curation.nothingToFreeze") }
            : {})}
      >
        <p className={form.hint}>{t("curation.freezeHint")}</p>
        <NameInput value={name} error={fault("name")} onChange={setName} />
      </WishForm>
      <JobProgress work={work} label={t("curation.freezing", { name: curation.campaignName })} />
    </Panel>
  );
}
