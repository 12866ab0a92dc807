import { TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Role } from "../../api/types";
import { Choice } from "../../ui/Choice";
import { CopyField } from "../../ui/CopyField";
import form from "../../ui/form.module.css";
import { Panel } from "../../ui/Page";
import { useFaults, WishForm } from "../../ui/WishForm";
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
  const fault = useFaults(start.error);
  return (
    <Panel title={t("people.invite")}>
      <WishForm
        start={start}
        submit={t("people.makeLink")}
        ready={wish.name.trim() !== "" && wish.displayName.trim() !== ""}
        fields={["name", "displayName"]}
      >
        <div className={form.row}>
          <TextInput
            label={t("people.displayName")}
            value={wish.displayName}
            onChange={(event) => setWish({ ...wish, displayName: event.currentTarget.value })}
            error={fault("displayName")}
            required
          />
          <TextInput
            label={t("people.name")}
            description={t("people.nameHint")}
            inputWrapperOrder={["label", "input", "description", "error"]}
            value={wish.name}
            onChange={(event) => setWish({ ...wish, name: event.currentTarget.value })}
            error={fault("name")}
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
      </WishForm>
      {start.data !== undefined && (
        <div role="status" className={form.result}>
          <CopyField label={t("people.link")} value={start.data.invitationUrl} />
          <p className={form.hint}>{t("people.linkHint")}</p>
        </div>
      )}
    </Panel>
  );
}
