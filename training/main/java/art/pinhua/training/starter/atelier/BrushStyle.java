package art.pinhua.training.starter.atelier;

/// How a picture is painted. Only some styles are shown to the base model; the others are for style models on top.
public enum BrushStyle {
    /// 平涂: clean colour in two or three tones.
    FLAT(true),
    /// 线描: ink lines, lightly tinted.
    OUTLINE(true),
    /// 水彩: light transparent colour on paper.
    WATERCOLOUR(true),
    /// 水墨: ink in washes, a breath of colour.
    INK_WASH(false),
    /// 厚涂: thick strokes of opaque paint.
    IMPASTO(false);

    private final boolean basic;

    BrushStyle(boolean basic) {
        this.basic = basic;
    }

    /// Whether the base model is trained on it.
    public boolean basic() {
        return basic;
    }
}
