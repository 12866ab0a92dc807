import { FileInput, Progress, Select, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../ui/format";
import { Panel } from "../../ui/Page";
import { useFaults, WishForm } from "../../ui/WishForm";
import { Provenance, type Source, unknownSource } from "./Provenance";
import { baseModels, beginImport, cancelImport, imports, upload } from "./queries";

/** Sends an adapter file from this computer; the engine looks into it before it becomes known. */
export function ImportAdapter() {
  const { t } = useTranslation();
  const { share } = useFormat();
  const queries = useQueryClient();
  const bases = useQuery(baseModels).data ?? [];
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState("");
  const [base, setBase] = useState<string | null>(null);
  const [source, setSource] = useState<Source>(unknownSource);
  const [sent, setSent] = useState(0);
  const baseModelId = base ?? bases[0]?.id;
  const start = useMutation({
    mutationFn: async () => {
      if (file === null || baseModelId === undefined) {
        return;
      }
      setSent(0);
      const begun = await beginImport({
        kind: "ADAPTER",
        name: name.trim() === "" ? file.name.replace(/\.safetensors$/i, "") : name.trim(),
        baseModelId,
        size: file.size,
        ...source,
      });
      void queries.invalidateQueries({ queryKey: imports.queryKey });
      try {
        await upload(begun.id, file, (bytes) => setSent(bytes / file.size));
      } catch (cause) {
        await cancelImport(begun.id).catch(() => undefined); // a half file is of no use to anybody
        throw cause;
      }
    },
    onSuccess: () => {
      setFile(null);
      setName("");
      setSource(unknownSource);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: imports.queryKey }),
  });
  const fault = useFaults(start.error);
  return (
    <Panel title={t("models.importAdapter")}>
      <WishForm
        start={start}
        submit={t("models.importNow")}
        ready={file !== null && baseModelId !== undefined}
        fields={["size", "name", "baseModelId"]}
      >
        <FileInput
          label={t("models.file")}
          description={t("models.fileHint")}
          accept=".safetensors"
          value={file}
          onChange={setFile}
          error={fault("size")}
          clearable
        />
        <Select
          label={t("models.base")}
          data={bases.map((each) => ({ value: each.id, label: each.name }))}
          value={baseModelId ?? null}
          onChange={setBase}
          allowDeselect={false}
          error={fault("baseModelId")}
        />
        <TextInput
          label={t("common.name")}
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fault("name")}
        />
        <Provenance source={source} onChange={setSource} />
        {start.isPending && <Progress value={100 * sent} aria-label={t("models.sent", { share: share(sent) })} />}
      </WishForm>
    </Panel>
  );
}
