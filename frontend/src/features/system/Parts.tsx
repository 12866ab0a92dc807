import { useTranslation } from "react-i18next";
import type { SystemPart } from "../../api/types";
import type texts from "../../i18n/zh-CN.json";
import { DataTable } from "../../ui/DataTable";
import { useFormat } from "../../ui/format";
import { StateBadge } from "../../ui/StateBadge";

type PartName = keyof typeof texts.system.part;
type FigureName = keyof typeof texts.system.figure;

/** What the installation stands on, each part with its state and figures. */
export function Parts({ parts }: { parts: readonly SystemPart[] }) {
  const { t } = useTranslation();
  const { number, bytes } = useFormat();
  const shown = ({ name, unit, value }: SystemPart["figures"][number]) =>
    `${t(`system.figure.${name as FigureName}`, { defaultValue: name })} ${
      unit === "BYTES" ? bytes(Number(value)) : unit === "COUNT" ? number(Number(value)) : value
    }`;
  return (
    <DataTable
      caption={t("system.parts")}
      rows={parts}
      keyOf={(part) => part.name}
      columns={[
        {
          name: t("common.name"),
          cell: (part) => t(`system.part.${part.name as PartName}`, { defaultValue: part.name }),
        },
        { name: t("common.state"), cell: (part) => <StateBadge state={part.condition} /> },
        { name: t("system.version"), cell: (part) => part.version },
        { name: t("system.figures"), cell: (part) => part.figures.map(shown).join(" · ") },
        { name: t("common.details"), cell: (part) => part.trouble },
      ]}
    />
  );
}
