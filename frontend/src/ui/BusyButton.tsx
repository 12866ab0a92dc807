import { Button, type ButtonProps, Loader } from "@mantine/core";
import { type MouseEvent, type ReactNode, type RefObject, useRef } from "react";
import { useHeir } from "./heir";

interface BusyButtonProps extends Omit<ButtonProps, "loading"> {
  /** What was asked for is on its way. */
  readonly busy: boolean;
  /** It was asked for already, and once is enough. */
  readonly spent?: boolean;
  /** What a screen reader says instead of the words. */
  readonly label?: string | undefined;
  readonly type?: "submit";
  readonly onClick?: () => void;
  /** What the focus goes to when the button goes, as where its success leaves nothing to press. */
  readonly heir?: RefObject<HTMLElement | null> | undefined;
  readonly children: ReactNode;
}

/** A button whose act takes its time. Meanwhile it does nothing, but is not disabled: that would drop the focus. */
export function BusyButton({ busy, spent = false, label, heir, leftSection, onClick, ...look }: BusyButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  useHeir(button, heir);
  return (
    <Button
      {...look}
      ref={button}
      aria-label={label}
      aria-busy={busy}
      aria-disabled={spent}
      data-disabled={spent}
      leftSection={busy ? <Loader size={14} color="var(--button-color)" /> : leftSection}
      onClick={(event: MouseEvent) => {
        if (busy || spent) {
          event.preventDefault(); // its form is not sent again
        } else {
          onClick?.();
        }
      }}
    />
  );
}
