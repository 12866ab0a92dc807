package art.pinhua.vote;

import java.util.Set;

/// The defects a rater can name. Codes are never used for anything else later; the list has a version.
final class Taxonomy {
    static final int VERSION = 1;

    static final Set<String> CODES = Set.of(
            "BODY.RATIO",
            "BODY.POSE",
            "BODY.HAND",
            "BODY.FACE",
            "BODY.LIMB",
            "BODY.COUNT",
            "STYLE.BRUSH",
            "STYLE.LIGHT",
            "STYLE.PERSP",
            "STYLE.MATERIAL",
            "STYLE.LINE",
            "ALIGN.OBJECT",
            "ALIGN.COUNT",
            "ALIGN.ATTR",
            "ALIGN.REL",
            "ALIGN.STYLE",
            "ALIGN.TEXT",
            "ART.BLUR",
            "ART.REPEAT",
            "ART.MARK",
            "ART.CROP",
            "SAFE.SEXUAL",
            "SAFE.VIOLENT",
            "SAFE.HATE",
            "SAFE.MINOR",
            "HAS.BODY",
            "HAS.FACE",
            "HAS.HAND");

    private Taxonomy() {}
}
