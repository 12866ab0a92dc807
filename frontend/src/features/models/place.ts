/** Where on the page of models a learned word stands. */
export const placeOf = (wordId: string): string => `learned-word-${wordId}`;
