import { TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Panel } from "../../ui/Page";
import { useFaults, WishForm } from "../../ui/WishForm";
import { Provenance, type Source, unknownSource } from "./Provenance";
import { beginImport, imports } from "./queries";

/** Makes a model on the server known: a pipeline folder, a zip of one, or a checkpoint in one file. */
export function ImportBaseModel() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [path, setPath] = useState("");
  const [source, setSource] = useState<Source>(unknownSource);
  const start = useMutation({
    mutationFn: () => beginImport({ kind: "BASE_MODEL", path: path.trim(), ...source }),
    onSuccess: () => {
      setPath("");
      setSource(unknownSource);
      void queries.invalidateQueries({ queryKey: imports.queryKey });
    },
  });
  const fault = useFaults(start.error);
  return (
    <Panel title={t("models.import")}>
      <WishForm start={start} submit={t("models.importNow")} ready={path.trim() !== ""} fields={["path"]}>
        <TextInput
          label={t("models.path")}
          description={t("models.pathHint")}
          value={path}
          maxLength={1000}
          onChange={(event) => setPath(event.currentTarget.value)}
          error={fault("path")}
        />
        <Provenance source={source} onChange={setSource} />
      </WishForm>
    </Panel>
  );
}
