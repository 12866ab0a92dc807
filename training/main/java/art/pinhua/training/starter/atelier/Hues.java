package art.pinhua.training.starter.atelier;

import art.pinhua.training.starter.GarmentColour;
import art.pinhua.training.starter.Raster;
import java.util.Optional;

/// The costume's colour by rule, where it is a strong hue: no background has these hues, so they are counted where
/// figures stand. White and black are no hues, and stay for the learnt reader.
final class Hues {
    private static final double LEAST_SHARE = .011;
    private static final double LEAD = 1.6;

    private Hues() {}

    /// @param warmth of the light, which is taken out first
    static Optional<GarmentColour> strongest(Raster picture, double warmth) {
        var counts = new double[GarmentColour.values().length];
        int width = picture.width();
        for (int y = picture.height() / 4; y < picture.height() * 31 / 32; y++) {
            for (int x = width / 6; x < width * 5 / 6; x++) {
                var found = band(picture, y * width + x, warmth);
                if (found != null) {
                    counts[found.ordinal()]++;
                }
            }
        }
        int best = 0;
        for (int i = 1; i < counts.length; i++) {
            best = counts[i] > counts[best] ? i : best;
        }
        double second = 0;
        for (int i = 0; i < counts.length; i++) {
            second = i == best ? second : Math.max(second, counts[i]);
        }
        boolean clear = counts[best] > LEAST_SHARE * width * picture.height() && counts[best] > LEAD * second;
        return clear ? Optional.of(GarmentColour.values()[best]) : Optional.empty();
    }

    /// The strong colour of a pixel. Red begins beyond ginger hair and lanterns, yellow beyond gold and blond hair,
    /// green
    /// away from bamboo and meadow, blue away from the sky and stronger than the night.
    private static @org.jspecify.annotations.Nullable GarmentColour band(Raster picture, int i, double warmth) {
        double red = picture.at(i, 0) / (1 + .045 * warmth);
        double green = picture.at(i, 1) / (1 + .01 * warmth);
        double blue = picture.at(i, 2) / (1 - .085 * warmth);
        double value = Math.max(red, Math.max(green, blue));
        double chroma = value - Math.min(red, Math.min(green, blue));
        if (chroma < 58 || chroma < .33 * value) {
            return null;
        }
        double hue = value == red
                ? 60 * (green - blue) / chroma
                : value == green ? 120 + 60 * (blue - red) / chroma : 240 + 60 * (red - green) / chroma;
        if (hue < 7.5 && hue > -20 && chroma > 80) {
            return GarmentColour.RED;
        }
        if (hue > 39 && hue < 56 && chroma > 110 && chroma > .6 * value) {
            return GarmentColour.YELLOW;
        }
        if (hue > 132 && hue < 175) {
            return GarmentColour.GREEN;
        }
        if (hue > 212 && hue < 240 && chroma > 78) {
            return GarmentColour.BLUE;
        }
        return hue > 258 && hue < 312 ? GarmentColour.PURPLE : null;
    }
}
