package art.pinhua.training.starter;

/// What no caption states: the room in which tastes differ.
///
/// @param looseness  0 a clean print … 1 outlines light and shifted against their colour
/// @param warmth     -1 cool light … 1 warm light over the whole picture
/// @param lineWeight width of the outline in pixels of a 64 px picture, .5 … 1.3
/// @param asymmetry  -1 … 1: the figure moves off the middle and tilts its head
/// @param detail     seed of the small things: clouds, stalks, stars
public record Style(double looseness, double warmth, double lineWeight, double asymmetry, long detail) {
    public Style {
        if (!(looseness >= 0 && looseness <= 1)) {
            throw new IllegalArgumentException("looseness must be 0 to 1, was " + looseness);
        }
        if (!(Math.abs(warmth) <= 1 && Math.abs(asymmetry) <= 1)) {
            throw new IllegalArgumentException(
                    "warmth and asymmetry must be -1 to 1, were " + warmth + " and " + asymmetry);
        }
        if (!(lineWeight >= .5 && lineWeight <= 1.3)) {
            throw new IllegalArgumentException("lineWeight must be .5 to 1.3, was " + lineWeight);
        }
    }
}
