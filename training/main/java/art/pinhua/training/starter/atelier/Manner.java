package art.pinhua.training.starter.atelier;

/// What no caption states: the room in which tastes differ.
///
/// @param lineWeight width of the outline in pixels of a 128 px picture, .7 … 1.5
/// @param warmth     -1 cool light … 1 warm light over the whole picture
/// @param depth      0 hardly shaded … 1 deep shade
/// @param asymmetry  -1 … 1: the head turns and tilts, the weight shifts
/// @param place      -1 … 1: the figure stands left or right of the middle
/// @param scale      height of the standing figure as a share of the picture's, .74 … .88
/// @param mirrored   whether the figure faces left
/// @param variant    0 … 1: which way of standing, sitting, dressing
/// @param detail     seed of the small things: clouds, stalks, stars, locks
/// @param looseness  0 lines close around the forms … 1 light lines that waver beside them
public record Manner(
        double lineWeight,
        double warmth,
        double depth,
        double asymmetry,
        double place,
        double scale,
        boolean mirrored,
        double variant,
        long detail,
        double looseness) {
    public Manner {
        check("lineWeight", lineWeight, .7, 1.5);
        check("warmth", warmth, -1, 1);
        check("depth", depth, 0, 1);
        check("asymmetry", asymmetry, -1, 1);
        check("place", place, -1, 1);
        check("scale", scale, .74, .88);
        check("variant", variant, 0, 1);
        check("looseness", looseness, 0, 1);
    }

    /// The same in neutral light.
    Manner neutral() {
        return new Manner(lineWeight, 0, depth, asymmetry, place, scale, mirrored, variant, detail, looseness);
    }

    private static void check(String name, double value, double low, double high) {
        if (!(value >= low && value <= high)) {
            throw new IllegalArgumentException(name + " must be " + low + " to " + high + ", was " + value);
        }
    }
}
