import { TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { modelVersions } from "../../api/queries";
import { Panel } from "../../ui/Page";
import { useFaults, WishForm } from "../../ui/WishForm";
import { importPipeline } from "./queries";

/** Makes a pipeline folder on the server known as a base model. */
export function ImportPipeline() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [folder, setFolder] = useState("");
  const start = useMutation({
    mutationFn: () => importPipeline(folder.trim()),
    onSuccess: () => {
      setFolder("");
      void queries.invalidateQueries({ queryKey: modelVersions.queryKey });
    },
  });
  const fault = useFaults(start.error);
  return (
    <Panel title={t("models.import")}>
      <WishForm start={start} submit={t("models.importNow")} ready={folder.trim() !== ""} fields={["folder"]}>
        <TextInput
          label={t("models.folder")}
          description={t("models.folderHint")}
          value={folder}
          onChange={(event) => setFolder(event.currentTarget.value)}
          error={fault("folder")}
        />
        {start.data !== undefined && <p role="status">{t("models.imported", { name: start.data.name })}</p>}
      </WishForm>
    </Panel>
  );
}
