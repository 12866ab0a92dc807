import { Button, Modal, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { modelVersions, serving } from "../../api/queries";
import form from "../../ui/form.module.css";
import { Icon } from "../../ui/Icon";
import { ProblemNotice } from "../../ui/ProblemNotice";
import styles from "./models.module.css";
import { promotions, rollback } from "./queries";

/** Back to the version served before; recorded like every move. */
export function Rollback() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const revision = useQuery(serving).data?.revision;
  const [opened, { open, close }] = useDisclosure(false);
  const [reason, setReason] = useState("");
  const start = useMutation({
    mutationFn: () => rollback(reason.trim(), revision),
    onSuccess: () => {
      for (const { queryKey } of [serving, modelVersions, promotions]) {
        void queries.invalidateQueries({ queryKey });
      }
      close();
    },
  });
  return (
    <>
      <Button className={styles.rollback ?? ""} variant="default" leftSection={<Icon name="undo" />} onClick={open}>
        {t("models.rollback")}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t("models.rollback")}
        lockScroll={false}
        closeButtonProps={{ "aria-label": t("common.close") }}
        centered
      >
        <form
          className={form.form}
          onSubmit={(event) => {
            event.preventDefault();
            start.mutate();
          }}
        >
          <p className={form.hint}>{t("models.rollbackHint")}</p>
          <Textarea
            label={t("comparisons.reason")}
            value={reason}
            maxLength={2000}
            onChange={(event) => setReason(event.currentTarget.value)}
            data-autofocus
            required
          />
          {start.error !== null && <ProblemNotice error={start.error} />}
          <div className={form.actions}>
            <Button type="submit" color="cinnabar" loading={start.isPending} disabled={reason.trim() === ""}>
              {t("models.rollbackNow")}
            </Button>
            <Button variant="subtle" color="gray" onClick={close}>
              {t("common.cancel")}
            </Button>
          </div>
        </form>
      </Modal>
    </>
  );
}
