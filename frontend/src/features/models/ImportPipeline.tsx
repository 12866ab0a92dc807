import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemError } from "../../api/problem";
import { modelVersions } from "../../api/queries";
import form from "../../ui/form.module.css";
import { Panel } from "../../ui/Page";
import { ProblemNotice } from "../../ui/ProblemNotice";
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
  return (
    <Panel title={t("models.import")}>
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          start.mutate();
        }}
      >
        <TextInput
          label={t("models.folder")}
          description={t("models.folderHint")}
          value={folder}
          onChange={(event) => setFolder(event.currentTarget.value)}
          error={start.error instanceof ProblemError ? start.error.messageOf("folder") : undefined}
        />
        {start.error !== null && <ProblemNotice error={start.error} />}
        {start.data !== undefined && <p role="status">{t("models.imported", { name: start.data.name })}</p>}
        <div className={form.actions}>
          <Button type="submit" variant="default" loading={start.isPending} disabled={folder.trim() === ""}>
            {t("models.importNow")}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
