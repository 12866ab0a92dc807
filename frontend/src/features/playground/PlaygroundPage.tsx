import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Generation } from "../../api/types";
import { Page } from "../../ui/Page";
import { GenerationView } from "./GenerationView";
import { GridView } from "./GridView";
import { History } from "./History";
import { PromptForm } from "./PromptForm";

const route = getRouteApi("/playground");

export function PlaygroundPage() {
  const { t } = useTranslation();
  const { g, start, grid } = route.useSearch();
  const navigate = route.useNavigate();
  const [model, setModel] = useState<Generation | undefined>(undefined);
  return (
    <Page title={t("playground.title")} lead={t("playground.lead")} wide>
      <PromptForm
        key={model?.id}
        model={model}
        startImageId={start}
        onStarted={(id) => void navigate({ search: ({ grid: _, ...before }) => ({ ...before, g: id }) })}
        onGrid={(ids) => void navigate({ search: ({ g: _, ...before }) => ({ ...before, grid: ids.join(",") }) })}
        onStartRemoved={() => void navigate({ search: ({ start: _, ...rest }) => rest })}
      />
      {grid !== undefined && <GridView ids={grid.split(",")} />}
      {g !== undefined && (
        <GenerationView
          key={g}
          id={g}
          onReuse={(generation) => {
            setModel({ ...generation });
            const from = generation.startImageId;
            void navigate({
              search: ({ start: _, ...before }) => (from === undefined ? before : { ...before, start: from }),
            });
            scrollTo({ top: 0 });
          }}
        />
      )}
      <History current={g} />
    </Page>
  );
}
