import { Alert } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Run } from "../../api/types";
import { useFormat } from "../../ui/format";
import { Icon } from "../../ui/Icon";

/** Which rule ended a run before its last step, and what its figures were. */
export function EarlyStop({ step, stopped }: { step: number; stopped: NonNullable<Run["stopped"]> }) {
  const { t } = useTranslation();
  const { number, share } = useFormat();
  const figure = (value: number) => (stopped.rule === "WINNER_ERROR" ? number(value, 2) : share(value, 1));
  return (
    <Alert
      color="gamboge"
      variant="light"
      icon={<Icon name="warning" />}
      title={t("runs.stopped.title", { step: number(step) })}
      role="status"
      mb="md"
    >
      <div>
        {t(`runs.stopped.${stopped.rule}`, {
          measured: figure(stopped.measured),
          limit: figure(stopped.limit),
          times: number(stopped.times),
          layer: stopped.layer ?? "",
        })}
      </div>
      <div>{t("runs.stopped.adapter")}</div>
    </Alert>
  );
}
