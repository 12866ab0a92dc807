import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemError } from "../../api/problem";
import { snapshots } from "../../api/queries";
import type { Curation } from "../../api/types";
import form from "../../ui/form.module.css";
import { Panel } from "../../ui/Page";
import { ProblemNotice } from "../../ui/ProblemNotice";
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
  return (
    <Panel title={t("curation.freezeTitle")}>
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          start.mutate();
        }}
      >
        <p className={form.hint}>{t("curation.freezeHint")}</p>
        <TextInput
          label={t("common.name")}
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.currentTarget.value)}
          error={start.error instanceof ProblemError ? start.error.messageOf("name") : undefined}
          required
        />
        {start.error !== null && <ProblemNotice error={start.error} />}
        <div className={form.actions}>
          <Button
            type="submit"
            loading={start.isPending}
            disabled={name.trim() === "" || curation.preferences.groups === 0}
          >
            {t("curation.freeze")}
          </Button>
          {curation.preferences.groups === 0 && <span className={form.hint}>{t("curation.nothingToFreeze")}</span>}
        </div>
      </form>
    </Panel>
  );
}
