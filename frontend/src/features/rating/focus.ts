import { type RefObject, useEffect } from "react";
import type { Ready } from "../../rating/feed";

/**
 * Leads the focus to the question of each task that comes, so that it is read out. It would stay on a button that is
 * done with, or go with the picture it was on, to the top of the page.
 */
export function useQuestionFocus(
  current: Ready,
  board: RefObject<HTMLElement | null>,
  question: RefObject<HTMLElement | null>,
) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each task
  useEffect(() => {
    const focused = document.activeElement;
    if (board.current?.contains(focused) === true || focused?.contains(board.current) === true) {
      question.current?.focus({ preventScroll: true });
    }
  }, [current, board, question]);
}
