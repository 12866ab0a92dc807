import { useTranslation } from "react-i18next";
import { refusalOf } from "./refusal";

/** Families of texts for the stable words that messages begin with; the first that knows the word has the say. */
const families = ["problem", "playground.refused", "models.refused"] as const;
const ofImports = ["problem", "models.refused", "playground.refused"] as const;

interface ReasonProps {
  readonly message: string;
  /** Whether models were looked at, for which the engine's words mean something else to do. */
  readonly imports?: boolean;
}

/** Why work came to nothing: in the reader's language where it has a name, then what the server says of it. */
export function Reason({ message, imports = false }: ReasonProps) {
  const { t } = useTranslation();
  const known = (imports ? ofImports : families)
    .map((family) => ({ family, ...refusalOf(message, Object.keys(t(family, { returnObjects: true }))) }))
    .find(({ code }) => code !== undefined);
  return (
    <>
      {known !== undefined && t(`${known.family}.${known.code}` as "problem.NO_ANSWER")}
      {known !== undefined && <br />}
      <span className="dim">{known?.detail ?? message}</span>
    </>
  );
}
