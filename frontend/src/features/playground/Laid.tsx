import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { adapters } from "../../api/queries";
import type { LaidAdapter } from "../../api/types";
import { useFormat } from "../../ui/format";

/** The adapters of an earlier request, in words. */
export function Laid({ adapters: laid }: { adapters: readonly LaidAdapter[] }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const all = useQuery({ ...adapters, enabled: laid.length > 0 }).data ?? [];
  if (laid.length === 0) {
    return <>{t("common.none")}</>;
  }
  const name = (id: string) => all.find((each) => each.id === id)?.name ?? t("common.unknown");
  return <>{laid.map((each) => `${name(each.adapterId)} × ${number(each.strength, 2)}`).join(" · ")}</>;
}
