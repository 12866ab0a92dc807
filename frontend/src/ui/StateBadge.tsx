import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";

const colors = {
  DRAFT: "gray",
  QUEUED: "gray",
  UPLOADING: "gamboge",
  READY: "gray",
  GENERATING: "gamboge",
  RUNNING: "gamboge",
  PENDING: "gamboge",
  OPEN: "malachite",
  ACTIVE: "malachite",
  DONE: "malachite",
  CHALLENGER_WINS: "malachite",
  CLOSED: "azurite",
  INVITED: "azurite",
  NO_DECISION: "gray",
  CHAMPION_WINS: "cinnabar",
  CANCELLED: "gray",
  DISABLED: "gray",
  FAILED: "cinnabar",
  DEAD: "cinnabar",
  UP: "malachite",
  IDLE: "gray",
  DOWN: "cinnabar",
  SERVING: "malachite",
} as const;

export type State = keyof typeof colors;

/** The state of a thing, in a word first and a colour second. */
export function StateBadge({ state }: { state: State }) {
  const { t } = useTranslation();
  return (
    <Badge color={colors[state] ?? "gray"} variant="light" radius="sm" tt="none" fw={600}>
      {t(`state.${state}`, { defaultValue: state })}
    </Badge>
  );
}
