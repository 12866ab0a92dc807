/** The defects a rater can name, version 1. Codes are never used for anything else later. */
export const tagGroups = [
  {
    group: "BODY",
    tags: [
      { code: "BODY.RATIO", key: "KeyQ" },
      { code: "BODY.POSE", key: "KeyW" },
      { code: "BODY.HAND", key: "KeyE" },
      { code: "BODY.FACE", key: "KeyA" },
      { code: "BODY.LIMB", key: "KeyS" },
      { code: "BODY.COUNT", key: "KeyD" },
    ],
  },
  {
    group: "STYLE",
    tags: [
      { code: "STYLE.BRUSH" },
      { code: "STYLE.LIGHT" },
      { code: "STYLE.PERSP" },
      { code: "STYLE.MATERIAL" },
      { code: "STYLE.LINE" },
    ],
  },
  {
    group: "ALIGN",
    tags: [
      { code: "ALIGN.OBJECT" },
      { code: "ALIGN.COUNT" },
      { code: "ALIGN.ATTR" },
      { code: "ALIGN.REL" },
      { code: "ALIGN.STYLE" },
      { code: "ALIGN.TEXT" },
    ],
  },
  { group: "ART", tags: [{ code: "ART.BLUR" }, { code: "ART.REPEAT" }, { code: "ART.MARK" }, { code: "ART.CROP" }] },
  {
    group: "SAFE",
    tags: [{ code: "SAFE.SEXUAL" }, { code: "SAFE.VIOLENT" }, { code: "SAFE.HATE" }, { code: "SAFE.MINOR" }],
  },
] as const satisfies readonly { group: string; tags: readonly { code: string; key?: string }[] }[];

export type TagGroup = (typeof tagGroups)[number]["group"];
export type TagCode = (typeof tagGroups)[number]["tags"][number]["code"];

export const bodyTags = tagGroups[0].tags;
