import { Button, TextInput } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./CopyField.module.css";
import { Icon } from "./Icon";

/** A line to be handed on: shown whole, copied by one press. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const { t } = useTranslation();
  const [done, setDone] = useState<{ readonly value: string; readonly how: "common.copied" | "common.selected" }>();
  const said = done?.value === value ? done.how : "common.copy"; // of another line nothing is done yet
  const line = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const select = () => {
    line.current?.focus();
    line.current?.select();
    if (document.execCommand("copy")) {
      button.current?.focus();
      setDone({ value, how: "common.copied" });
    } else {
      setDone({ value, how: "common.selected" });
    }
  };
  const copy = () => {
    const clipboard: Clipboard | undefined = navigator.clipboard; // there is none without a secure origin
    if (clipboard === undefined) {
      select();
    } else {
      clipboard.writeText(value).then(() => setDone({ value, how: "common.copied" }), select);
    }
  };
  return (
    <div className={styles.field}>
      <TextInput
        ref={line}
        className={styles.line ?? ""}
        label={label}
        value={value}
        readOnly
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button
        ref={button}
        variant="default"
        leftSection={<Icon name={said === "common.copied" ? "check" : "copy"} size={16} />}
        onClick={copy}
      >
        <span aria-live="polite">{t(said)}</span>
      </Button>
    </div>
  );
}
