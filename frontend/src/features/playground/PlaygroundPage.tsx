import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Generation } from "../../api/types";
import { Page } from "../../ui/Page";
import { GenerationView } from "./GenerationView";
import { History } from "./History";
import { PromptForm } from "./PromptForm";

const route = getRouteApi("/playground");

export function PlaygroundPage() {
  const { t } = useTranslation();
  const { g, start } = route.useSearch();
  const navigate = route.useNavigate();
  const [model, setModel] = useState<Generation | undefined>(undefined);
  return (
    <Page title={t("playground.title")} lead={t("playground.lead")} wide>
      <PromptForm
        key={model?.id}
        model={model}
        startImageId={start}
        onStarted={(id) => void navigate({ search: (before) => ({ ...before, g: id }) })}
        onStartRemoved={() => void navigate({ search: ({ start: _, ...rest }) => rest })}
      />
      {g !== undefined && (
        <GenerationView
          key={g}
          id={g}
          onReuse={(generation) => {
            setModel({ ...generation });
            scrollTo({ top: 0 });
          }}
        />
      )}
      <History current={g} />
    </Page>
  );
}
