import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Generation } from "../../api/types";
import { CancelButton } from "../../ui/CancelButton";
import { useFormat } from "../../ui/format";
import { Picture } from "../../ui/Picture";
import { ProblemNotice } from "../../ui/ProblemNotice";
import { useEnds } from "./ends";
import { useLook } from "./look";
import styles from "./playground.module.css";
import { isOver } from "./progress";
import { cancelGenerations, generation } from "./queries";
import { beyond } from "./wish";

/** Several requests over the same seeds: a row each, a column for each seed. */
export function GridView({ ids }: { ids: readonly string[] }) {
  const { t } = useTranslation();
  const nameOf = useRowNames();
  const look = useLook();
  const table = useRef<HTMLElement>(null);
  const rows = useQueries({
    queries: ids.map((id) => ({
      ...generation(id),
      refetchInterval: ({ state }: { state: { data?: Parameters<typeof isOver>[0] | undefined } }) =>
        state.data === undefined || isOver(state.data) ? false : 1_000,
    })),
  });
  useEnds(rows.map(({ data }) => data));
  const first = rows.find((row) => row.data !== undefined)?.data;
  const fault = rows.find((row) => row.data === undefined && row.error !== null)?.error;
  if (first === undefined) {
    return fault === undefined ? <p role="status">{t("common.loading")}</p> : <ProblemNotice error={fault} />;
  }
  const prompts = rows.some((row) => row.data !== undefined && row.data.prompt !== first.prompt);
  const title = t(prompts ? "playground.gridOfPrompts" : "playground.gridTitle");
  const live = rows.flatMap(({ data }) => (data === undefined || isOver(data) ? [] : [data.id]));
  const places = Array.from({ length: first.count }, (_, place) => place);
  const missing = (row: Generation | undefined, error: Error | null): string | undefined => {
    const comes = row === undefined ? error === null : !isOver(row);
    return comes ? undefined : row === undefined || row.state === "DONE" ? "–" : t(`state.${row.state}`);
  };
  const seed = (place: number) => (BigInt(first.seed) + BigInt(place)).toString();
  return (
    <div className={`${styles.result} ${styles.grid}`}>
      <div className={styles.resultHead}>
        <p className={styles.resultPrompt}>{first.prompt}</p>
        {live.length > 0 && (
          <CancelButton
            ask={() => cancelGenerations(live)}
            queryKey={["generations"]}
            words={t("playground.gridCancel")}
            heir={table}
          />
        )}
      </div>
      <output className="quiet">
        {t("playground.gridProgress", {
          count: rows.length,
          done: rows.filter(({ data }) => data?.state === "DONE").length,
          rows: rows.length,
        })}
      </output>
      <ProblemNotice error={fault} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: wide tables are scrolled with the arrow keys */}
      <section ref={table} className={styles.scroller} tabIndex={0} aria-label={title}>
        <table>
          <caption className="quiet">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{t(prompts ? "playground.gridPart" : "playground.gridRow")}</th>
              {places.map((place) => (
                <th key={place} scope="col" className="mono">
                  {seed(place)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ data, error }, at) => (
              <tr key={ids[at]}>
                <th scope="row">
                  <Link to="/playground" search={look(ids[at] ?? "")}>
                    {data === undefined ? "–" : nameOf(data, first, prompts)}
                  </Link>
                  {data !== undefined && data.state !== "DONE" && <div className="dim">{t(`state.${data.state}`)}</div>}
                  {data?.waitReason !== undefined && (
                    <div className="dim">{t(`work.waitReason.${data.waitReason}`)}</div>
                  )}
                </th>
                {places.map((place) => (
                  <td key={place}>
                    <Picture
                      url={data?.images.find((each) => each.index === place)?.url}
                      alt={t("playground.gridCell", {
                        seed: seed(place),
                        row: data === undefined ? "–" : nameOf(data, first, prompts),
                      })}
                      missing={missing(data, error)}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

/** What sets a row apart from the first: words of the prompt, or the strength of the first adapter. */
function useRowNames() {
  const { t } = useTranslation();
  const { number } = useFormat();
  return (row: Generation, first: Generation, prompts: boolean): string =>
    prompts ? beyond(row.prompt, first.prompt) || t("playground.gridBare") : number(row.adapters[0]?.strength ?? 0, 2);
}
