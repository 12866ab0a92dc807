import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemError } from "../../api/problem";
import type { Role } from "../../api/types";
import { Choice } from "../../ui/Choice";
import { CopyField } from "../../ui/CopyField";
import form from "../../ui/form.module.css";
import { Panel } from "../../ui/Page";
import { ProblemNotice } from "../../ui/ProblemNotice";
import { invite, people } from "./queries";

/** Invites somebody; the link is shown once and handed over by hand. */
export function Invite() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [wish, setWish] = useState({ name: "", displayName: "", role: "expert" as Role });
  const start = useMutation({
    mutationFn: () => invite({ name: wish.name.trim(), displayName: wish.displayName.trim(), roles: [wish.role] }),
    onSuccess: () => {
      setWish({ ...wish, name: "", displayName: "" });
      void queries.invalidateQueries({ queryKey: people.queryKey });
    },
  });
  const refused = start.error instanceof ProblemError ? start.error : undefined;
  return (
    <Panel title={t("people.invite")}>
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          start.mutate();
        }}
      >
        <div className={form.row}>
          <TextInput
            label={t("people.displayName")}
            value={wish.displayName}
            onChange={(event) => setWish({ ...wish, displayName: event.currentTarget.value })}
            error={refused?.messageOf("displayName")}
            required
          />
          <TextInput
            label={t("people.name")}
            description={t("people.nameHint")}
            inputWrapperOrder={["label", "input", "description", "error"]}
            value={wish.name}
            onChange={(event) => setWish({ ...wish, name: event.currentTarget.value })}
            error={refused?.messageOf("name")}
            autoCapitalize="none"
            required
          />
        </div>
        <Choice
          label={t("people.role")}
          hint={t(`roleHint.${wish.role}`)}
          value={wish.role}
          options={(["expert", "curator", "admin"] as const).map((value) => ({ value, label: t(`role.${value}`) }))}
          onChange={(role) => setWish({ ...wish, role })}
        />
        {start.error !== null && <ProblemNotice error={start.error} />}
        <div className={form.actions}>
          <Button
            type="submit"
            loading={start.isPending}
            disabled={wish.name.trim() === "" || wish.displayName.trim() === ""}
          >
            {t("people.makeLink")}
          </Button>
        </div>
        {start.data !== undefined && (
          <div role="status">
            <CopyField label={t("people.link")} value={start.data.invitationUrl} />
            <p className={form.hint}>{t("people.linkHint")}</p>
          </div>
        )}
      </form>
    </Panel>
  );
}
