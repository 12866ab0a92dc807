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
  "START_UNREADABLE",
  "OUT_OF_MEMORY",
  "OUTPUT_UNWRITABLE",
  "NOT_FINITE",
  "INTERNAL",
] as const;

/** What the engine says begins with a stable word; other failures have none. */
export const refusalOf = (error: string | undefined): (typeof refusals)[number] | undefined =>
  refusals.find((each) => error?.startsWith(`${each}: `) === true);
