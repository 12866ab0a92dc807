import { Checkbox, Kbd, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { actions } from "./actions";
import styles from "./rating.module.css";

interface KeyMapProps {
  readonly opened: boolean;
  readonly kind: "PAIR" | "RANK_4";
  readonly keysOn: boolean;
  readonly onKeysOn: (on: boolean) => void;
  readonly onClose: () => void;
}

/** What each key does here, and the switch that turns them off. */
export function KeyMap({ opened, kind, keysOn, onKeysOn, onClose }: KeyMapProps) {
  const { t } = useTranslation();
  const rows = actions.filter((each) => each.kind === undefined || each.kind === kind);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("rating.do.keys")}
      lockScroll={false}
      closeButtonProps={{ "aria-label": t("common.close") }}
      centered
    >
      <dl className={styles.keys}>
        {rows.map((each) => (
          <div key={each.caps + each.label} className={styles.keyRow}>
            <dt>
              <Kbd size="sm">{each.caps}</Kbd>
            </dt>
            <dd>{t(`rating.do.${each.label}`)}</dd>
          </div>
        ))}
      </dl>
      <Checkbox
        mt="md"
        label={t("rating.keysOn")}
        checked={keysOn}
        onChange={(event) => onKeysOn(event.currentTarget.checked)}
      />
    </Modal>
  );
}
