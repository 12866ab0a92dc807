import { useTranslation } from "react-i18next";
import { Page } from "./Page";

/** Nothing went wrong: pictures of a comparison are not shown before it is closed. */
export function Blind({ whole = false }: { whole?: boolean }) {
  const { t } = useTranslation();
  const words = <p className="dim">{t("campaigns.picturesBlind")}</p>;
  return whole ? <Page title={t("problem.COMPARISON_OPEN")}>{words}</Page> : words;
}
