import { type RefObject, useLayoutEffect } from "react";

/**
 * Hands the focus on when what has it goes: else the keyboard begins at the top of the page again.
 * @param heir what is there before and after
 */
export function useHeir(goer: RefObject<HTMLElement | null>, heir: RefObject<HTMLElement | null>) {
  useLayoutEffect(
    () => () => {
      if (goer.current !== null && goer.current === document.activeElement) {
        heir.current?.focus();
      }
    },
    [goer, heir],
  );
}
