import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { memo, type ReactNode, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { PromptReading, Token } from "../../api/types";
import { useFormat } from "../../ui/format";
import styles from "./playground.module.css";
import { promptReading } from "./queries";
import { lostOf } from "./tokens";

/** Typing that rests this long, in milliseconds, is worth a question. */
const rest = 400;

/** Typing that rests this long, in milliseconds, is worth a word: what is half typed is unknown, too. */
const longRest = 2_000;

interface ReadingLineProps {
  /** What the field is called. */
  readonly label: string;
  readonly prompt: string;
  readonly modelVersionId: string | null;
  /** The field that the prompt is typed into. */
  readonly children: ReactNode;
}

/** The field of a prompt and how the model reads it, told while one types; nothing while no engine tells. */
export function ReadingLine({ label, prompt, modelVersionId, children }: ReadingLineProps) {
  const { t } = useTranslation();
  const { listed, number } = useFormat();
  const [composing, setComposing] = useState(false);
  const [open, setOpen] = useState(false);
  const typed = useRef("");
  if (!composing) {
    typed.current = prompt.trim(); // the letters that an input method turns into words are none yet
  }
  const asked = useDebouncedValue(typed.current, typed.current === "" ? 0 : rest)[0];
  const said = useQuery(promptReading(asked, modelVersionId)).data;
  const reading = prompt.trim() === "" ? null : said;
  const words = reading?.unknownWords ?? [];
  const parts = reading?.notFollowed ?? [];
  const cut = reading?.cut ?? 0;
  const unknown = words.length > 0 ? t("playground.unknownWords", { words: listed(words) }) : "";
  const notFollowed = parts.length > 0 ? t("playground.notFollowed", { parts: listed(parts) }) : "";
  const tooLong = cut > 0 ? t("playground.tooLong") : "";
  const faults = [unknown, notFollowed, tooLong].filter((each) => each !== "").join(" ");
  return (
    <div
      className={styles.wide}
      onCompositionStart={() => setComposing(true)}
      onCompositionEnd={() => setComposing(false)}
    >
      {children}
      {reading && (
        <fieldset className={styles.reading} aria-label={t("playground.readingOf", { field: label })}>
          <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
            <summary data-cut={cut > 0}>
              {t("playground.tokens", { tokens: number(reading.tokens.length), limit: number(reading.limit) })}
            </summary>
            {open && <Tokens reading={reading} />}
          </details>
          {unknown !== "" && <p>{unknown}</p>}
          {notFollowed !== "" && <p>{notFollowed}</p>}
          {tooLong !== "" && <p className={styles.lost}>{tooLong}</p>}
          {cut > 0 && <p className={styles.lost}>{t("playground.lost", { text: lostOf(reading) })}</p>}
        </fieldset>
      )}
      <Announced prompt={prompt} text={faults === "" ? "" : t("playground.heard", { field: label, text: faults })} />
    </div>
  );
}

interface AnnouncedProps {
  readonly prompt: string;
  readonly text: string;
}

/** Heard when it comes or changes, once the prompt rests; what is lost changes with each word and is only shown. */
function Announced({ prompt, text }: AnnouncedProps) {
  const now = useMemo(() => ({ prompt, text }), [prompt, text]);
  const rested = useDebouncedValue(now, longRest)[0];
  return (
    <div className="quiet" aria-live="polite">
      {rested.text === text && text}
    </div>
  );
}

/** Each token by itself: its weight, whether it is known, whether it has room. */
function TokenList({ reading }: { readonly reading: PromptReading }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const hintOf = (token: Token, cut: boolean) =>
    [
      ...(token.text === "" ? [t("playground.tokenRest")] : []),
      ...(token.known ? [] : [t("playground.tokenUnknown")]),
      ...(cut ? [t("playground.tokenCut")] : []),
    ].join(" · ");
  const placed = reading.tokens.map((token, place) => {
    const cut = place >= reading.limit;
    return { ...token, place, cut, hint: hintOf(token, cut) };
  });
  return (
    // biome-ignore lint/a11y: a list without its marks is none to some screen readers unless it says so
    <ul role="list" className={styles.tokens} aria-label={t("playground.tokenList")}>
      {placed.map(({ place, cut, hint, ...token }) => (
        <li key={place} data-inside={token.inside} data-known={token.known} title={hint}>
          {cut ? <s>{token.text || "·"}</s> : token.text || "·"}
          {token.weight !== 1 && <small>×{number(token.weight, 2)}</small>}
          {hint !== "" && <span className="quiet"> {hint}</span>}
        </li>
      ))}
    </ul>
  );
}

const Tokens = memo(TokenList);
