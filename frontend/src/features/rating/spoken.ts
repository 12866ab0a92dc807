import { useTranslation } from "react-i18next";
import { rankOf } from "../../rating/ballot";
import type { Ready } from "../../rating/feed";
import type { Sitting } from "../../rating/session";

/** The answer so far, in a sentence for the live region. */
export function useSpoken(sitting: Sitting, current: Ready): string {
  const { t } = useTranslation();
  const { ballot } = sitting;
  if (current.assignment.taskKind === "PAIR") {
    return ballot.choice === undefined ? t("rating.spoken.nothing") : t(`rating.spoken.${ballot.choice}`);
  }
  if (ballot.allBad) {
    return t("rating.spoken.BOTH_BAD");
  }
  const said = current.assignment.slots.flatMap((_, slot) => {
    const rank = rankOf(ballot, slot);
    return rank === undefined ? [] : [t("rating.spoken.rank", { number: slot + 1, rank })];
  });
  return said.length === 0 ? t("rating.spoken.nothing") : said.join(t("rating.spoken.comma"));
}
