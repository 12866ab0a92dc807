package art.pinhua.training.starter;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The largest patch of skin near the middle axis in the upper part of a picture.
///
/// @param area pixels of 64 by 64
/// @param x    column of the middle, with row `y`
/// @param top  first row; `bottom` the last
record Face(double area, double x, double y, int top, int bottom, int left, int right) {
    private static final int LEAST_AREA = 5;
    private static final double FAR_FROM_AXIS = 8;
    private static final int LOWEST_MIDDLE = 42;

    static @Nullable Face find(Pixels pixels, double axis) {
        var seen = new boolean[Pixels.SIZE * Pixels.SIZE];
        Face best = null;
        double bestScore = 0;
        for (int i = 0; i < seen.length; i++) {
            if (seen[i] || !skin(pixels, i)) {
                continue;
            }
            var patch = grow(pixels, i, seen);
            double off = (patch.x - axis) / FAR_FROM_AXIS;
            double score = patch.area * Math.exp(-2 * off * off);
            if (patch.area >= LEAST_AREA && Math.abs(off) < 1 && patch.y < LOWEST_MIDDLE && score > bestScore) {
                best = patch;
                bestScore = score;
            }
        }
        return best;
    }

    /// Skin in neutral light is (252, 218, 190); no background is as pale and as rosy.
    static boolean skin(Pixels pixels, int i) {
        double redGreen = pixels.red(i) - pixels.green(i);
        double greenBlue = pixels.green(i) - pixels.blue(i);
        return pixels.red(i) > 200 && redGreen > 17 && redGreen < 75 && greenBlue > 4 && greenBlue < 60;
    }

    private static Face grow(Pixels pixels, int start, boolean[] seen) {
        var open = new ArrayDeque<Integer>();
        open.add(start);
        seen[start] = true;
        double area = 0;
        double sumX = 0;
        double sumY = 0;
        int top = Pixels.SIZE;
        int bottom = 0;
        int left = Pixels.SIZE;
        int right = 0;
        while (!open.isEmpty()) {
            int i = open.remove();
            int x = i % Pixels.SIZE;
            int y = i / Pixels.SIZE;
            area++;
            sumX += x;
            sumY += y;
            top = Math.min(top, y);
            bottom = Math.max(bottom, y);
            left = Math.min(left, x);
            right = Math.max(right, x);
            for (int[] step : new int[][] {{-1, 0}, {1, 0}, {0, -1}, {0, 1}}) {
                int nextX = x + step[0];
                int nextY = y + step[1];
                int next = nextY * Pixels.SIZE + nextX;
                boolean inside = nextX >= 0 && nextX < Pixels.SIZE && nextY >= 0 && nextY < Pixels.SIZE;
                if (inside && !seen[next] && skin(pixels, next)) {
                    seen[next] = true;
                    open.add(next);
                }
            }
        }
        return new Face(area, sumX / area, sumY / area, top, bottom, left, right);
    }
}
