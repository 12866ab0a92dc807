import { TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type RefObject, useState } from "react";
import { useTranslation } from "react-i18next";
import { modelVersions, serving } from "../../api/queries";
import { BusyButton } from "../../ui/BusyButton";
import form from "../../ui/form.module.css";
import { Icon } from "../../ui/Icon";
import { ProblemNotice } from "../../ui/ProblemNotice";
import { before } from "./before";
import styles from "./models.module.css";
import { promotions, rollback } from "./queries";

/**
 * Back to the version served before, by one press; recorded like every move, with a reason if there is one.
 * @param heir what the focus goes to where there is nothing further to go back to
 */
export function Rollback({ heir }: { heir: RefObject<HTMLElement | null> }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const served = useQuery(serving).data;
  const earlier = before(useQuery(promotions).data ?? [], served?.modelVersion.id);
  const [reason, setReason] = useState("");
  const start = useMutation({
    mutationFn: () => rollback(reason.trim(), served?.revision),
    onSuccess: () => setReason(""),
    onSettled: () => {
      // refused, too: somebody else may have moved the alias meanwhile
      for (const { queryKey } of [serving, modelVersions, promotions]) {
        void queries.invalidateQueries({ queryKey });
      }
    },
  });
  if (earlier === undefined) {
    return null;
  }
  return (
    <div className={styles.rollback}>
      <div className={styles.rollbackLine}>
        <TextInput
          label={t("models.rollbackReason")}
          value={reason}
          maxLength={2000}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <BusyButton
          variant="default"
          leftSection={<Icon name="undo" />}
          busy={start.isPending}
          heir={heir}
          onClick={() => start.mutate()}
        >
          {t("models.rollback", { name: earlier.previousName })}
        </BusyButton>
      </div>
      <p className={form.hint}>{t("models.rollbackHint")}</p>
      <ProblemNotice error={start.error} />
    </div>
  );
}
