import { Button, type ButtonProps, Loader } from "@mantine/core";
import type { MouseEvent, ReactNode, Ref } from "react";

interface BusyButtonProps extends Omit<ButtonProps, "loading"> {
  /** What was asked for is on its way. */
  readonly busy: boolean;
  /** It was asked for already, and once is enough. */
  readonly spent?: boolean;
  /** What a screen reader says instead of the words. */
  readonly label?: string | undefined;
  readonly type?: "submit";
  readonly onClick?: () => void;
  readonly ref?: Ref<HTMLButtonElement>;
  readonly children: ReactNode;
}

/** A button whose act takes its time. Meanwhile it does nothing, but is not disabled: that would drop the focus. */
export function BusyButton({ busy, spent = false, label, leftSection, onClick, ...look }: BusyButtonProps) {
  return (
    <Button
      {...look}
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
