import { useQuery } from "@tanstack/react-query";
import { baseModels, modelVersions, serving } from "../../api/queries";

/** The model version that a wish is for: the chosen one, else the one in use; undefined while nobody knows it. */
export function useVersion(id: string | null) {
  const served = useQuery(serving).data?.modelVersion;
  const versions = useQuery(modelVersions).data ?? [];
  return versions.find((each) => each.id === id) ?? served;
}

/** The base model of that version; undefined while nobody knows it. */
export function useBaseModel(id: string | null) {
  const base = useVersion(id)?.baseModelId;
  return useQuery(baseModels).data?.find((each) => each.id === base);
}

/** What the base model of that version is usually drawn with; undefined while nobody knows it. */
export function useUsual(id: string | null) {
  return useBaseModel(id)?.usualSampling;
}
