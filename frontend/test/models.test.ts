import { describe, expect, it } from "vitest";
import type { Promotion } from "../src/api/types";
import { before as replacedBy } from "../src/features/models/before";

const move = (revision: number, kind: string, to: string, from: string): Promotion => ({
  id: `${revision}`,
  kind,
  revision,
  modelVersionId: to,
  modelVersionName: to,
  previousVersionId: from,
  previousName: from,
  by: "ada",
  createdAt: "2026-01-01T00:00:00Z",
});

describe("a rollback", () => {
  it("returns to what the served version replaced", () => {
    const moves = [move(2, "PROMOTION", "warm", "base")];
    expect(replacedBy(moves, "warm")?.previousName).toBe("base");
  });

  it("is not offered for a version that replaced nothing", () => {
    const moves = [move(3, "ROLLBACK", "base", "warm"), move(2, "PROMOTION", "warm", "base")];
    expect(replacedBy(moves, "base")).toBeUndefined();
    expect(replacedBy([], undefined)).toBeUndefined();
  });

  it("follows the latest promotion of the version", () => {
    const moves = [
      move(2, "PROMOTION", "warm", "base"),
      move(3, "PROMOTION", "bold", "warm"),
      move(4, "PROMOTION", "warm", "bold"),
    ];
    expect(replacedBy(moves, "warm")?.previousName).toBe("bold");
  });
});
