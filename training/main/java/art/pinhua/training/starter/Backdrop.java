package art.pinhua.training.starter;

import java.util.Arrays;

/// Tells the backgrounds apart by the median colours of the upper corners, the sides and the lower corners, where
/// no figure reaches.
///
/// @param nearest the background whose prototype is nearest
/// @param warmth  of the light, by which the medians differ from the prototype's: about -1 … 1
record Backdrop(Background nearest, double warmth) {
    /// First and last column and row of three zones, each of a left and a right part.
    private static final int[][] ZONES = {
        {0, 9, 0, 12}, {54, 63, 0, 12},
        {0, 6, 36, 50}, {57, 63, 36, 50},
        {0, 12, 60, 63}, {51, 63, 60, 63}
    };

    /// Red, green and blue of the three zones in neutral light: medians over 3000 drawings.
    private static double[] prototype(Background background) {
        return switch (background) {
            case PLAIN -> new double[] {234, 231, 226, 230, 227, 222, 228, 226, 221};
            case SKY -> new double[] {121, 190, 240, 175, 218, 246, 158, 204, 104};
            case MOUNTAIN -> new double[] {236, 235, 228, 148, 164, 174, 181, 188, 177};
            case BAMBOO -> new double[] {218, 232, 183, 214, 229, 176, 158, 181, 106};
            case NIGHT -> new double[] {21, 25, 62, 37, 42, 89, 26, 30, 54};
            case ROOM -> new double[] {184, 147, 115, 177, 139, 109, 104, 71, 51};
        };
    }

    static Backdrop of(Pixels pixels) {
        var medians = medians(pixels);
        var nearest = Background.PLAIN;
        double least = Double.POSITIVE_INFINITY;
        for (var background : Background.values()) {
            double distance = distance(medians, prototype(background));
            if (distance < least) {
                least = distance;
                nearest = background;
            }
        }
        return new Backdrop(nearest, warmth(medians, prototype(nearest)));
    }

    private static double distance(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (one[i] - other[i]) * (one[i] - other[i]);
        }
        return sum;
    }

    /// Warm light multiplies red by 1.05 and blue by .91.
    private static double warmth(double[] medians, double[] prototype) {
        double sum = 0;
        for (int zone = 0; zone < 9; zone += 3) {
            double seen = Math.log((medians[zone] + 2) / (medians[zone + 2] + 2));
            double neutral = Math.log((prototype[zone] + 2) / (prototype[zone + 2] + 2));
            sum += (seen - neutral) / .14 / 3;
        }
        return Math.clamp(sum, -1.5, 1.5);
    }

    private static double[] medians(Pixels pixels) {
        var medians = new double[9];
        for (int zone = 0; zone < 3; zone++) {
            for (int c = 0; c < 3; c++) {
                medians[3 * zone + c] = median(pixels, zone, c);
            }
        }
        return medians;
    }

    private static double median(Pixels pixels, int zone, int channel) {
        var values = new double[300];
        int count = 0;
        for (var box : new int[][] {ZONES[2 * zone], ZONES[2 * zone + 1]}) {
            for (int y = box[2]; y <= box[3]; y++) {
                for (int x = box[0]; x <= box[1]; x++) {
                    values[count++] = pixels.channel(channel, y * Pixels.SIZE + x);
                }
            }
        }
        Arrays.sort(values, 0, count);
        return values[count / 2];
    }
}
