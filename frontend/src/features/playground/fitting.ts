import type { AdapterCard } from "../../api/types";

/** What can be laid over a base model: its own adapters, then those made for others, each file once. */
export function fittingAdapters(all: readonly AdapterCard[], baseModelId: string | undefined): readonly AdapterCard[] {
  const fitting = all.filter((each) => baseModelId !== undefined && each.fits.includes(baseModelId));
  const own = fitting.filter((each) => each.baseModelId === baseModelId);
  const ordered = [...own, ...fitting.filter((each) => each.baseModelId !== baseModelId)];
  return ordered.filter((each, place) => ordered.findIndex((other) => other.sha256 === each.sha256) === place);
}
