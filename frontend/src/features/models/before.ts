import type { Promotion } from "../../api/types";

/** The promotion that brought the served version, if one did: a rollback returns to what it replaced. */
export function before(promotions: readonly Promotion[], served: string | undefined): Promotion | undefined {
  return [...promotions]
    .sort((a, b) => b.revision - a.revision)
    .find((each) => each.kind === "PROMOTION" && each.modelVersionId === served);
}
