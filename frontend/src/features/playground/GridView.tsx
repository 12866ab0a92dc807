import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../ui/format";
import { Picture } from "../../ui/Picture";
import { ProblemNotice } from "../../ui/ProblemNotice";
import styles from "./playground.module.css";
import { isOver } from "./progress";
import { generation } from "./queries";

/** Several requests that differ in one strength: a row each, a column for each seed. */
export function GridView({ ids }: { ids: readonly string[] }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const rows = useQueries({
    queries: ids.map((id) => ({
      ...generation(id),
      refetchInterval: ({ state }: { state: { data?: Parameters<typeof isOver>[0] | undefined } }) =>
        state.data === undefined || isOver(state.data) ? false : 1_000,
    })),
  });
  const first = rows.find((row) => row.data !== undefined)?.data;
  const fault = rows.find((row) => row.error !== null)?.error;
  if (first === undefined) {
    return fault === undefined ? <p role="status">{t("common.loading")}</p> : <ProblemNotice error={fault ?? null} />;
  }
  const places = Array.from({ length: first.count }, (_, place) => place);
  const seed = (place: number) => (BigInt(first.seed) + BigInt(place)).toString();
  return (
    <section className={`${styles.result} ${styles.grid}`} aria-label={t("playground.gridTitle")}>
      <p className={styles.resultPrompt}>{first.prompt}</p>
      <table>
        <caption className="quiet">{t("playground.gridTitle")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("playground.gridRow")}</th>
            {places.map((place) => (
              <th key={place} scope="col" className="mono">
                {seed(place)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={ids[at]}>
              <th scope="row">
                <Link to="/playground" search={{ g: ids[at] ?? "" }}>
                  {row.data === undefined ? "–" : number(row.data.adapters[0]?.strength ?? 0, 2)}
                </Link>
                {row.data !== undefined && row.data.state !== "DONE" && (
                  <div className="dim">{t(`state.${row.data.state}`)}</div>
                )}
              </th>
              {places.map((place) => {
                const image = row.data?.images.find((each) => each.index === place);
                const strength = number(row.data?.adapters[0]?.strength ?? 0, 2);
                return (
                  <td key={place}>
                    <Picture url={image?.url} alt={t("playground.gridCell", { seed: seed(place), strength })} />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
