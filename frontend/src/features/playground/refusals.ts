/** Why the engine could not do as asked: the names of its EngineFailure. */
export const refusals = [
  "REQUEST_INVALID",
  "PROMPT_EMPTY",
  "SIZE_UNSUPPORTED",
  "MODEL_NOT_FOUND",
  "MODEL_UNSUPPORTED",
  "MODEL_TOO_LARGE",
  "WEIGHTS_DAMAGED",
  "ADAPTER_NOT_FOUND",
  "ADAPTER_UNUSABLE",
  "WORD_NOT_FOUND",
  "WORD_UNUSABLE",
  "START_UNREADABLE",
  "OUT_OF_MEMORY",
  "OUTPUT_UNWRITABLE",
  "NOT_FINITE",
  "INTERNAL",
] as const;
