import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import { BusyButton } from "./BusyButton";
import { Icon } from "./Icon";
import { ProblemNotice } from "./ProblemNotice";

interface CancelButtonProps {
  /** Asks the server to stop the work. */
  readonly ask: () => Promise<unknown>;
  /** What is to be asked again afterwards. */
  readonly queryKey: QueryKey;
  /** What the button says, where "cancel" alone would not be clear. */
  readonly words?: string;
  /** What a screen reader says instead of the words. */
  readonly label?: string;
  /** Somebody has asked already. */
  readonly asked?: boolean;
  /** What the focus goes to when the work has ended, and the button with it. */
  readonly heir: RefObject<HTMLElement | null>;
}

/** Stops long work, and tells why where that is refused. */
export function CancelButton({ ask, queryKey, words, label, asked = false, heir }: CancelButtonProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const cancel = useMutation({ mutationFn: ask, onSettled: () => queries.invalidateQueries({ queryKey }) });
  return (
    <>
      <BusyButton
        variant="default"
        size="compact-md"
        leftSection={<Icon name="stop" size={14} />}
        label={label}
        busy={cancel.isPending}
        spent={asked}
        heir={heir}
        onClick={() => cancel.mutate()}
      >
        {words ?? t("common.cancel")}
      </BusyButton>
      <ProblemNotice error={cancel.error} />
    </>
  );
}
