import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RunSample } from "../../api/types";
import { Picture } from "../../ui/Picture";
import { QueryView } from "../../ui/QueryView";
import { samples } from "./queries";
import styles from "./runs.module.css";

/** The same seeds before and after: what the run started from on the left, the run so far on the right. */
export function Samples({ runId }: { runId: string }) {
  const { t } = useTranslation();
  const query = useQuery(samples(runId));
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <QueryView query={query}>
      {(list) => {
        const steps = [...new Set(list.map((each) => each.step))].sort((a, b) => b - a);
        const newest = steps[0];
        if (newest === undefined) {
          return <p className="dim">{t("runs.noSamples")}</p>;
        }
        const step = chosen === null ? newest : Number(chosen);
        return (
          <>
            <Select
              className={styles.stepChoice ?? ""}
              label={t("runs.atStep")}
              data={steps.map(String)}
              value={String(step)}
              onChange={setChosen}
              allowDeselect={false}
            />
            <ul className={styles.samples}>
              {list
                .filter((each) => each.step === step)
                .map((each) => (
                  <Sample key={each.index} sample={each} />
                ))}
            </ul>
          </>
        );
      }}
    </QueryView>
  );
}

function Sample({ sample }: { sample: RunSample }) {
  const { t } = useTranslation();
  return (
    <li>
      <div className={styles.beside}>
        <figure>
          <Picture url={sample.baseUrl} alt={t("runs.beforePicture", { prompt: sample.prompt })} />
          <figcaption>{t("runs.before")}</figcaption>
        </figure>
        <figure>
          <Picture url={sample.url} alt={t("runs.runPicture", { prompt: sample.prompt, step: sample.step })} />
          <figcaption>{t("runs.stepShort", { step: sample.step })}</figcaption>
        </figure>
      </div>
      <p className={styles.samplePrompt}>{sample.prompt}</p>
    </li>
  );
}
