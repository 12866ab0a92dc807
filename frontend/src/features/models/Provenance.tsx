import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** What people know of where a model came from. */
export interface Source {
  readonly licence: string;
  readonly origin: string;
}

interface ProvenanceProps {
  readonly source: Source;
  readonly onChange: (source: Source) => void;
}

export function Provenance({ source, onChange }: ProvenanceProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        label={t("models.licence")}
        description={t("models.licenceHint")}
        value={source.licence}
        maxLength={2000}
        onChange={(event) => onChange({ ...source, licence: event.currentTarget.value })}
      />
      <TextInput
        label={t("models.origin")}
        description={t("models.originHint")}
        value={source.origin}
        maxLength={2000}
        onChange={(event) => onChange({ ...source, origin: event.currentTarget.value })}
      />
    </>
  );
}
