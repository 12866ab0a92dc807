import { type ReactNode, type RefObject, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { ProblemError } from "../api/problem";
import { BusyButton } from "./BusyButton";
import form from "./form.module.css";
import { useHeir } from "./heir";
import { ProblemNotice } from "./ProblemNotice";
import { explain } from "./violations";

/** What a form sends off: a mutation without arguments. */
interface Start {
  readonly mutate: () => void;
  readonly isPending: boolean;
  readonly error: Error | null;
}

interface WishFormProps {
  readonly start: Start;
  readonly submit: string;
  readonly ready: boolean;
  readonly hint?: ReactNode;
  readonly color?: string;
  readonly more?: ReactNode;
  /** The fields that show their own flaws. */
  readonly fields?: readonly string[];
  /** What the focus goes to when the form goes and the page stays. */
  readonly heir?: RefObject<HTMLElement | null>;
  readonly children?: ReactNode;
}

/** Inputs, a refusal if there was one, and the button that sends them off. */
export function WishForm({ start, submit, ready, hint, color, more, fields = [], heir, children }: WishFormProps) {
  const place = useRef<HTMLFormElement>(null);
  useHeir(place, heir);
  useEffect(() => {
    if (start.error !== null) {
      place.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
    }
  }, [start.error]);
  return (
    <form
      ref={place}
      className={form.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !start.isPending) {
          start.mutate();
        }
      }}
    >
      {children}
      <ProblemNotice error={start.error} besides={fields} />
      <div className={form.actions}>
        <BusyButton type="submit" busy={start.isPending} disabled={!ready} {...(color === undefined ? {} : { color })}>
          {submit}
        </BusyButton>
        {more}
        {hint !== undefined && <span className={form.hint}>{hint}</span>}
      </div>
    </form>
  );
}

/** What is wrong with a field, in the reader's language. */
export function useFaults(error: Error | null): (field: string) => string | undefined {
  const { t } = useTranslation();
  return (field) => {
    const message = error instanceof ProblemError ? error.messageOf(field) : undefined;
    return message === undefined ? undefined : explain(message, t);
  };
}
