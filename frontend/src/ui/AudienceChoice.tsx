import { useTranslation } from "react-i18next";
import type { Audience } from "../api/types";
import { Choice } from "./Choice";

/** Whom a campaign asks. */
export function AudienceChoice({ value, onChange }: { value: Audience; onChange: (audience: Audience) => void }) {
  const { t } = useTranslation();
  return (
    <Choice
      label={t("campaigns.audience")}
      hint={t(`audienceHint.${value}`)}
      value={value}
      options={(["EXPERTS", "CROWD", "BOTH"] as const).map((each) => ({ value: each, label: t(`audience.${each}`) }))}
      onChange={onChange}
    />
  );
}
