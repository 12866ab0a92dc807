import { useQuery } from "@tanstack/react-query";
import { modelVersions, serving } from "../../api/queries";
import type { Wish } from "./wish";

/** The model version that would draw: the chosen one, else the one in use; undefined while nobody knows it. */
export function useVersion({ modelVersionId }: Pick<Wish, "modelVersionId">) {
  const served = useQuery(serving).data?.modelVersion;
  const versions = useQuery(modelVersions).data ?? [];
  return versions.find((each) => each.id === modelVersionId) ?? served;
}
