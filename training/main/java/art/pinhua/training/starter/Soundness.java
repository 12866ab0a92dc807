package art.pinhua.training.starter;

import java.util.Arrays;

/// How whole a picture looks whatever it shows: sharp, free of noise, in one piece, with a figure whose halves match.
final class Soundness {
    private static final double LEAST_DETAIL = 6;
    private static final double MOST_DETAIL = 50;
    private static final double MOST_MISMATCH = 28;
    private static final double MOST_TEAR = 33;

    private Soundness() {}

    /// @return 0 for sound, less for flaws: about -1 for one that is seen at a glance
    static double of(Pixels pixels, boolean figure) {
        double detail = detail(pixels);
        double flaws = Math.max(0, LEAST_DETAIL - detail) / 3
                + Math.max(0, detail - MOST_DETAIL) / 10
                + Math.max(0, mismatch(pixels) - MOST_MISMATCH) / 12
                + Math.max(0, tear(pixels) - MOST_TEAR) / 6;
        return -flaws - (figure ? 0 : 1);
    }

    /// Mean absolute Laplacian of the green channel.
    private static double detail(Pixels pixels) {
        int size = Pixels.SIZE;
        double sum = 0;
        for (int y = 1; y < size - 1; y++) {
            for (int x = 1; x < size - 1; x++) {
                int i = y * size + x;
                double around =
                        pixels.green(i - 1) + pixels.green(i + 1) + pixels.green(i - size) + pixels.green(i + size);
                sum += Math.abs(4 * pixels.green(i) - around);
            }
        }
        return sum / ((size - 2) * (size - 2));
    }

    /// Mean absolute difference of the middle and its mirror image, about the best upright axis.
    private static double mismatch(Pixels pixels) {
        double best = Double.POSITIVE_INFINITY;
        for (int twiceAxis = 54; twiceAxis <= 72; twiceAxis++) {
            double sum = 0;
            int count = 0;
            for (int y = 4; y < 60; y++) {
                for (int x = twiceAxis / 2 + 1; x < twiceAxis / 2 + 14; x++) {
                    for (int c = 0; c < 3; c++) {
                        int row = y * Pixels.SIZE;
                        sum += Math.abs(pixels.channel(c, row + x) - pixels.channel(c, row + twiceAxis - x));
                        count++;
                    }
                }
            }
            best = Math.min(best, sum / count);
        }
        return best;
    }

    /// Mean absolute step from row to row at the second to fifth sharpest of them: one horizon is allowed.
    private static double tear(Pixels pixels) {
        int size = Pixels.SIZE;
        var steps = new double[size - 1];
        for (int i = 0; i < size * (size - 1); i++) {
            for (int c = 0; c < 3; c++) {
                steps[i / size] += Math.abs(pixels.channel(c, i + size) - pixels.channel(c, i)) / (3.0 * size);
            }
        }
        Arrays.sort(steps);
        return Arrays.stream(steps, size - 6, size - 2).sum() / 4;
    }
}
