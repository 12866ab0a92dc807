import { type RefObject, useLayoutEffect } from "react";

/**
 * Hands the focus on when what has it goes: else the keyboard begins at the top of the page again.
 * @param goer what has the focus, itself or in it
 * @param heir what is there before and after
 */
export function useHeir(goer: RefObject<HTMLElement | null>, heir: RefObject<HTMLElement | null> | undefined) {
  useLayoutEffect(
    () => () => {
      if (goer.current?.contains(document.activeElement) === true) {
        heir?.current?.focus();
      }
    },
    [goer, heir],
  );
}
