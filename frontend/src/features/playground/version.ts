import { useQuery } from "@tanstack/react-query";
import { modelVersions, serving } from "../../api/queries";

/** The model version that a wish is for: the chosen one, else the one in use; undefined while nobody knows it. */
export function useVersion(id: string | null) {
  const served = useQuery(serving).data?.modelVersion;
  const versions = useQuery(modelVersions).data ?? [];
  return versions.find((each) => each.id === id) ?? served;
}
