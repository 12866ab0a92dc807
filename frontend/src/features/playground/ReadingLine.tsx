import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { PromptReading, Token } from "../../api/types";
import { useFormat } from "../../ui/format";
import styles from "./playground.module.css";
import { promptReading } from "./queries";
import { textOf } from "./tokens";

/** Typing that rests this long, in milliseconds, is worth a question. */
const rest = 400;

interface ReadingLineProps {
  readonly prompt: string;
  readonly modelVersionId: string | null;
}

/** How the model reads a prompt, told while one types; nothing while no engine tells. */
export function ReadingLine({ prompt, modelVersionId }: ReadingLineProps) {
  const { t } = useTranslation();
  const { listed, number } = useFormat();
  const asked = useDebouncedValue(prompt.trim(), rest)[0];
  const said = useQuery(promptReading(asked, modelVersionId)).data;
  const reading = asked === "" || prompt.trim() === "" ? undefined : said;
  const unknown = reading?.unknownWords ?? [];
  const cut = reading === undefined ? 0 : reading.cut;
  return (
    <div className={styles.reading}>
      {reading !== undefined && (
        <details>
          <summary data-cut={cut > 0}>
            {t("playground.tokens", { tokens: number(reading.tokens.length), limit: number(reading.limit) })}
          </summary>
          <Tokens reading={reading} />
        </details>
      )}
      {/* heard when it comes or changes; what is lost changes with each word and is only shown */}
      <div aria-live="polite">
        {unknown.length > 0 && <p>{t("playground.unknownWords", { words: listed(unknown) })}</p>}
        {cut > 0 && <p className={styles.lost}>{t("playground.tooLong")}</p>}
      </div>
      {reading !== undefined && cut > 0 && (
        <p className={styles.lost}>{t("playground.lost", { text: textOf(reading.tokens.slice(reading.limit)) })}</p>
      )}
    </div>
  );
}

/** Each token by itself: its weight, whether it is known, whether it has room. */
function Tokens({ reading }: { readonly reading: PromptReading }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const placed = reading.tokens.map((token, place) => ({ ...token, place, cut: place >= reading.limit }));
  const hint = (token: Token, cut: boolean) =>
    [
      ...(token.text === "" ? [t("playground.tokenRest")] : []),
      ...(token.known ? [] : [t("playground.tokenUnknown")]),
      ...(cut ? [t("playground.tokenCut")] : []),
    ].join(" · ");
  return (
    <ul className={styles.tokens} aria-label={t("playground.tokenList")}>
      {placed.map(({ place, cut, ...token }) => (
        <li key={place} data-inside={token.inside} data-known={token.known} title={hint(token, cut)}>
          {cut ? <s>{token.text || "·"}</s> : token.text || "·"}
          {token.weight !== 1 && <small>×{number(token.weight, 2)}</small>}
        </li>
      ))}
    </ul>
  );
}
