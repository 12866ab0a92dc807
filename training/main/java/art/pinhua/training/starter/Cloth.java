package art.pinhua.training.starter;

import java.util.EnumMap;

/// The costume's colour: strong hues are counted where figures stand, since no background has them; without one,
/// the torso below the chin is bright or dark.
///
/// @param area pixels of that colour
/// @param axis column of their middle
record Cloth(GarmentColour colour, double area, double axis) {
    static final double MIDDLE = 31.5;
    private static final int LEAST_STRONG = 45;

    /// Strong colours only; WHITE stands for "none found" and has no area.
    static Cloth strongest(Pixels pixels) {
        var areas = new EnumMap<GarmentColour, double[]>(GarmentColour.class);
        for (int y = 16; y < 61; y++) {
            for (int x = 12; x < 52; x++) {
                var colour = hueBand(pixels, y * Pixels.SIZE + x);
                if (colour != GarmentColour.WHITE) {
                    var sums = areas.computeIfAbsent(colour, key -> new double[2]);
                    sums[0]++;
                    sums[1] += x;
                }
            }
        }
        var best = new Cloth(GarmentColour.WHITE, 0, MIDDLE);
        for (var entry : areas.entrySet()) {
            double area = entry.getValue()[0];
            if (area >= LEAST_STRONG && area > best.area) {
                best = new Cloth(entry.getKey(), area, entry.getValue()[1] / area);
            }
        }
        return best;
    }

    /// White or black by the torso.
    static Cloth ofTorso(Pixels pixels, double axis, int chin) {
        double bright = 0;
        double dark = 0;
        int from = Math.min(chin + 3, 50);
        for (int y = from; y < Math.min(from + 12, 58); y++) {
            for (int x = (int) axis - 4; x <= (int) axis + 5; x++) {
                int i = y * Pixels.SIZE + x;
                bright += pixels.value(i) > 150 && pixels.chroma(i) < 60 ? 1 : 0;
                dark += pixels.value(i) < 128 && pixels.chroma(i) < 50 ? 1 : 0;
            }
        }
        return new Cloth(bright >= dark ? GarmentColour.WHITE : GarmentColour.BLACK, Math.max(bright, dark), axis);
    }

    /// The strong colour of a pixel, or WHITE for none. The hue of green lies away from bamboo and meadow, that
    /// of blue away from the sky, and its chroma above the night's; yellow is stronger than gold and windows.
    static GarmentColour hueBand(Pixels pixels, int i) {
        double chroma = pixels.chroma(i);
        if (chroma < 55) {
            return GarmentColour.WHITE;
        }
        double hue = pixels.hue(i);
        if ((hue > 340 || hue < 9) && chroma > 75) {
            return GarmentColour.RED;
        }
        if (hue > 34 && hue < 56 && chroma > 95) {
            return GarmentColour.YELLOW;
        }
        if (hue > 128 && hue < 178) {
            return GarmentColour.GREEN;
        }
        if (hue > 213 && hue < 242 && chroma > 78) {
            return GarmentColour.BLUE;
        }
        return hue > 255 && hue < 312 ? GarmentColour.PURPLE : GarmentColour.WHITE;
    }
}
