import { useTranslation } from "react-i18next";

/** Signs in beside the page, so that nothing is lost of what stands on it. */
export function SignInLink() {
  const { t } = useTranslation();
  const here = encodeURIComponent(`${location.pathname}${location.search}`);
  return (
    <a href={`/login?to=${here}`} target="_blank" rel="noopener">
      {t("problem.signIn")}
    </a>
  );
}
