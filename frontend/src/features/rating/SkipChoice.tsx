import { Button, Kbd, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { RatingSession } from "../../rating/session";
import { skipReasons } from "./actions";
import styles from "./rating.module.css";

interface SkipChoiceProps {
  readonly opened: boolean;
  readonly session: RatingSession;
  readonly onClose: () => void;
}

/** A skip needs its reason. */
export function SkipChoice({ opened, session, onClose }: SkipChoiceProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("rating.skipWhy")}
      lockScroll={false}
      closeButtonProps={{ "aria-label": t("common.close") }}
      centered
      size="sm"
    >
      <div className={styles.reasons}>
        {skipReasons.map((reason, index) => (
          <Button
            key={reason}
            variant="default"
            data-autofocus={index === 0 || undefined}
            justify="space-between"
            rightSection={<Kbd size="xs">{index + 1}</Kbd>}
            onClick={() => {
              if (opened) {
                session.skip(reason); // not also the next one, by a second press while the dialog fades
                onClose();
              }
            }}
          >
            {t(`skip.${reason}`)}
          </Button>
        ))}
      </div>
    </Modal>
  );
}
