import { Autocomplete, FileInput, Select, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { baseModels } from "../../api/queries";
import { Choice } from "../../ui/Choice";
import { useFormat } from "../../ui/format";
import { Panel } from "../../ui/Page";
import { useFaults, WishForm } from "../../ui/WishForm";
import { Provenance } from "./Provenance";
import { importPlaces, imports } from "./queries";
import { TokenizerChoice } from "./TokenizerChoice";
import { begin, emptyWish, isReady, suffixOf, withFile } from "./upload";

const kinds = ["ADAPTER", "LEARNED_WORD", "BASE_MODEL"] as const;
const ways = ["UPLOAD", "PATH"] as const;
const predictions = ["EPSILON", "VELOCITY", "VELOCITY_ZERO_SNR"] as const;
const asSaid = "AS_SAID";

/** Takes in a model, an adapter or a learned word, from this computer or from a folder of the server. */
export function ImportForm() {
  const { t } = useTranslation();
  const { bytes } = useFormat();
  const queries = useQueryClient();
  const bases = useQuery(baseModels).data ?? [];
  const places = useQuery(importPlaces).data;
  const [wish, setWish] = useState(emptyWish);
  const model = wish.kind === "BASE_MODEL";
  const word = wish.kind === "LEARNED_WORD";
  const most = model ? places?.largestUpload : places?.largestAdapter;
  const whole = { ...wish, baseModelId: wish.baseModelId ?? bases[0]?.id };
  const start = useMutation({
    mutationFn: () => begin(whole),
    onSuccess: () => setWish({ ...emptyWish, kind: wish.kind, way: wish.way }),
    onSettled: () => queries.invalidateQueries({ queryKey: imports.queryKey }),
  });
  const fault = useFaults(start.error);
  return (
    <Panel title={t("models.import")}>
      <WishForm
        start={start}
        submit={t("models.importNow")}
        ready={isReady(whole)}
        fields={["size", "fileName", "path", "name", "baseModelId", "tokenizerOf", "prediction"]}
      >
        <Choice
          label={t("models.importWhat")}
          value={wish.kind}
          options={kinds.map((value) => ({ value, label: t(`models.importKind.${value}`) }))}
          onChange={(kind) => setWish({ ...withFile(wish, null), kind, path: "" })}
        />
        <Choice
          label={t("models.importFrom")}
          value={wish.way}
          options={ways.map((value) => ({ value, label: t(`models.importWay.${value}`) }))}
          onChange={(way) => setWish({ ...wish, way })}
        />
        {wish.way === "UPLOAD" ? (
          <FileInput
            key={wish.kind}
            label={t(model ? "models.modelFile" : word ? "models.wordFile" : "models.file")}
            description={[
              t(`models.fileHint.${wish.kind}`),
              most === undefined ? "" : t("models.largest", { size: bytes(most) }),
            ].join(" ")}
            placeholder={t("models.choose")}
            accept={suffixOf(wish.kind)}
            value={wish.file}
            onChange={(file) => setWish(withFile(wish, file))}
            error={fault("size") ?? fault("fileName")}
            clearable
            clearButtonProps={{ "aria-label": t("models.clear") }}
          />
        ) : (
          <Autocomplete
            label={t("models.path")}
            description={t(`models.pathHint.${wish.kind}`, {
              folders: places?.folders.join(", ") ?? "…",
              interpolation: { escapeValue: false },
            })}
            data={[...(places?.found ?? [])]}
            value={wish.path}
            maxLength={1000}
            onChange={(path) => setWish({ ...wish, path })}
            error={fault("path")}
          />
        )}
        {model && (
          <TokenizerChoice
            chosen={wish.tokenizerOf}
            onChange={(tokenizerOf) => setWish({ ...wish, tokenizerOf })}
            error={fault("tokenizerOf")}
          />
        )}
        {model && (
          <Select
            label={t("models.predicts")}
            description={t("models.predictsHint")}
            data={[
              { value: asSaid, label: t("models.asSaid") },
              ...predictions.map((value) => ({
                value,
                label: t(`models.prediction.${value.toLowerCase() as Lowercase<typeof value>}`),
              })),
            ]}
            value={wish.prediction ?? asSaid}
            onChange={(chosen) => setWish({ ...wish, prediction: predictions.find((each) => each === chosen) })}
            allowDeselect={false}
            error={fault("prediction")}
          />
        )}
        {!model && (
          <Select
            label={t("models.base")}
            description={t(word ? "models.wordBaseHint" : "models.baseHint")}
            data={bases.map((each) => ({ value: each.id, label: each.name }))}
            value={whole.baseModelId ?? null}
            onChange={(baseModelId) => setWish({ ...wish, baseModelId: baseModelId ?? undefined })}
            allowDeselect={false}
            error={fault("baseModelId")}
          />
        )}
        <TextInput
          label={t(word ? "models.word" : "common.name")}
          description={word ? t("models.wordHint") : undefined}
          value={wish.name}
          maxLength={word ? 60 : 200}
          onChange={(event) => setWish({ ...wish, name: event.currentTarget.value })}
          error={fault("name")}
        />
        <Provenance source={wish} onChange={(source) => setWish({ ...wish, ...source })} />
      </WishForm>
    </Panel>
  );
}
