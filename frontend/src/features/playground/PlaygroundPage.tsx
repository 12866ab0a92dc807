import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Generation } from "../../api/types";
import { Empty, Page } from "../../ui/Page";
import { GenerationView } from "./GenerationView";
import { GridView } from "./GridView";
import { History } from "./History";
import { PromptForm } from "./PromptForm";
import styles from "./playground.module.css";
import { historyOf } from "./queries";

const route = getRouteApi("/playground");

/** An earlier request whose settings the form begins with. */
interface Reused {
  readonly model: Generation;
  readonly mask: string | undefined;
  readonly times: number;
}

/** The sentence on the left, the pictures beside it: the named request's, else the newest. */
export function PlaygroundPage() {
  const { t } = useTranslation();
  const { g, start, grid } = route.useSearch();
  const navigate = route.useNavigate();
  const [reused, setReused] = useState<Reused>();
  const past = useInfiniteQuery(historyOf("")).data?.pages[0];
  const looked = g ?? past?.[0]?.id;
  return (
    <Page title={t("playground.title")} lead={t("playground.lead")} wide>
      <div className={styles.desk}>
        <PromptForm
          key={reused?.times}
          model={reused?.model}
          mask={reused?.mask}
          startImageId={start}
          onStarted={(id) => void navigate({ search: ({ grid: _, ...before }) => ({ ...before, g: id }) })}
          onGrid={(ids) => void navigate({ search: ({ g: _, ...before }) => ({ ...before, grid: ids.join(",") }) })}
          onStartRemoved={() => void navigate({ search: ({ start: _, ...rest }) => rest })}
        />
        {grid !== undefined ? (
          <GridView ids={grid.split(",")} />
        ) : looked !== undefined ? (
          <GenerationView
            key={looked}
            id={looked}
            onReuse={(model, mask) => {
              setReused({ model, mask, times: (reused?.times ?? 0) + 1 });
              const from = model.startImageId;
              void navigate({
                search: ({ start: _, ...before }) => (from === undefined ? before : { ...before, start: from }),
              });
              scrollTo({ top: 0 });
            }}
          />
        ) : (
          past !== undefined && (
            <Empty icon="brush" title={t("playground.emptyTitle")} text={t("playground.emptyText")} />
          )
        )}
      </div>
      <History current={grid === undefined ? looked : undefined} />
    </Page>
  );
}
