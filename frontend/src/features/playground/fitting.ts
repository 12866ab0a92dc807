import type { AdapterCard, LaidAdapter } from "../../api/types";

/** What can be laid over a base model: its own adapters, then those made for others, each file once. */
export function fittingAdapters(all: readonly AdapterCard[], baseModelId: string | undefined): readonly AdapterCard[] {
  const fitting = all.filter((each) => baseModelId !== undefined && each.fits.includes(baseModelId));
  const own = fitting.filter((each) => each.baseModelId === baseModelId);
  const ordered = [...own, ...fitting.filter((each) => each.baseModelId !== baseModelId)];
  return ordered.filter((each, place) => ordered.findIndex((other) => other.sha256 === each.sha256) === place);
}

interface Version {
  readonly baseModelId: string;
  readonly adapterSha256?: string;
}

/** What of the adapters laid over one model version can be laid over another, which may be made of one of them. */
export const stillFitting = (
  laid: readonly LaidAdapter[],
  all: readonly AdapterCard[],
  version: Version,
): readonly LaidAdapter[] =>
  laid.filter(({ adapterId }) => {
    const card = all.find((each) => each.id === adapterId);
    return card?.fits.includes(version.baseModelId) && card.sha256 !== version.adapterSha256;
  });
