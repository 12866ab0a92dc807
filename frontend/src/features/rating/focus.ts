import { type RefObject, useEffect } from "react";
import type { Ready } from "../../rating/feed";

/**
 * Leads the focus to the question of each task that comes, so that it is read out. It would stay on a button that is
 * done with, or go with the picture it was on, to the top of the page. Out of the dialog that asked why the task before
 * is skipped, it would go back to the button that opened it.
 */
export function useQuestionFocus(
  current: Ready,
  board: RefObject<HTMLElement | null>,
  question: RefObject<HTMLElement | null>,
) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each task
  useEffect(() => {
    const focused = document.activeElement;
    const here = board.current?.contains(focused) === true || focused?.contains(board.current) === true;
    if (here || inDialog(focused)) {
      question.current?.focus({ preventScroll: true });
    }
  }, [current, board, question]);
}

/** Whether something is in a dialog, be it one that is about to go. */
export const inDialog = (element: Element | null | undefined): boolean => element?.closest('[role="dialog"]') != null;
