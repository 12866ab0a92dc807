import { Button, type ButtonProps, Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type ReactNode, type RefObject, useRef } from "react";
import { useTranslation } from "react-i18next";
import { BusyButton } from "./BusyButton";
import form from "./form.module.css";
import { useHeir } from "./heir";

interface ConfirmButtonProps extends Omit<ButtonProps, "loading"> {
  /** What was confirmed is on its way. */
  readonly busy: boolean;
  /** Which of several this one is, for those who do not see what stands beside it. */
  readonly name?: string;
  readonly question: string;
  readonly consequence: string;
  readonly onConfirm: () => void;
  /** What the focus goes to when the button goes, with its success or while it still asks. */
  readonly heir?: RefObject<HTMLElement | null>;
  readonly children: ReactNode;
}

/** A button for what cannot be taken back: it asks once more and says what follows. */
export function ConfirmButton(props: ConfirmButtonProps) {
  const { name, busy, question, consequence, onConfirm, heir, children, ...look } = props;
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure(false);
  const asking = useRef<HTMLDivElement>(null);
  useHeir(asking, heir);
  return (
    <>
      <BusyButton {...look} busy={busy} label={name} heir={heir} onClick={open}>
        {children}
      </BusyButton>
      <Modal
        ref={asking}
        opened={opened}
        onClose={close}
        title={question}
        lockScroll={false}
        closeButtonProps={{ "aria-label": t("common.close") }}
        centered
      >
        <p className={form.consequence}>{consequence}</p>
        <div className={form.actions}>
          <Button
            color="cinnabar"
            onClick={() => {
              close();
              onConfirm();
            }}
          >
            {children}
          </Button>
          <Button variant="subtle" color="gray" onClick={close} data-autofocus>
            {t("common.keep")}
          </Button>
        </div>
      </Modal>
    </>
  );
}
