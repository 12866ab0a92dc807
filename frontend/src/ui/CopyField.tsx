import { Button, TextInput } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./CopyField.module.css";
import { Icon } from "./Icon";

/** A line to be handed on: shown whole, copied by one press. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const { t } = useTranslation();
  const [said, setSaid] = useState<"common.copy" | "common.copied" | "common.selected">("common.copy");
  const line = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const select = () => {
    line.current?.focus();
    line.current?.select();
    if (document.execCommand("copy")) {
      button.current?.focus();
      setSaid("common.copied");
    } else {
      setSaid("common.selected");
    }
  };
  const copy = () => {
    const clipboard: Clipboard | undefined = navigator.clipboard; // there is none without a secure origin
    if (clipboard === undefined) {
      select();
    } else {
      clipboard.writeText(value).then(() => setSaid("common.copied"), select);
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
