package art.pinhua.training.starter.atelier;

/// 厚涂: short thick strokes along the forms, each of one colour, with light on their ridges. Every pixel belongs to
/// the nearest stroke, in a measure that is longer along the form than across it; small forms get small strokes.
final class Impasto {
    private static final float[] SIZES = {4.6f, 1.7f, 1f};
    private static final float STRETCH = 3.4f;
    private static final float DETAILED = 16;
    private static final float SMALL_FORM = 44;

    private final Surface surface;
    private final int side;
    private final float[][] soft;
    private final float[][] wide;
    private final float[] windX;
    private final float[] windY;

    private Impasto(Surface surface, int[] packed) {
        this.surface = surface;
        side = surface.side();
        soft = surface.blurred(packed, Math.max(1, Math.round(surface.unit() * .5f)));
        wide = surface.blurred(packed, Math.max(1, Math.round(surface.unit() * 2.2f)));
        windX = surface.noise(26, 91);
        windY = surface.noise(26, 97);
    }

    static void finish(Surface surface, int[] packed) {
        new Impasto(surface, packed).paint(packed);
    }

    private void paint(int[] out) {
        var strokes = new Strokes[SIZES.length];
        for (int i = 0; i < strokes.length; i++) {
            strokes[i] = new Strokes(SIZES[i] * surface.unit());
        }
        var bristles = surface.noise(1.1f, 83);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int i = y * side + x;
                float detail = 0;
                for (int c = 0; c < 3; c++) {
                    detail += Math.abs(soft[c][i] - wide[c][i]);
                }
                var layer = strokes[detail > SMALL_FORM ? 2 : detail > DETAILED ? 1 : 0];
                int stroke = layer.nearest(x, y);
                int from = layer.pixel(stroke);
                float tint = Grain.cell(stroke, stroke >> 8);
                float light =
                        1 + layer.ridge(stroke, x, y) * .10f + bristles[surface.cell(x, y)] * .035f + tint * .045f;
                out[i] = Surface.pack(
                        soft[0][from] * light, soft[1][from] * light, soft[2][from] * light * (1 - tint * .03f));
            }
        }
    }

    /// One stroke in each cell of a jittered grid, with the direction across it.
    private final class Strokes {
        private static final int BORDER = 2;

        private final float size;
        private final int columns;
        private final float[] x;
        private final float[] y;
        private final float[] acrossX;
        private final float[] acrossY;

        Strokes(float size) {
            this.size = size;
            columns = (int) Math.ceil(side / size) + 2 * BORDER;
            x = new float[columns * columns];
            y = new float[x.length];
            acrossX = new float[x.length];
            acrossY = new float[x.length];
            int shift = (int) surface.shift();
            for (int i = 0; i < x.length; i++) {
                int column = i % columns - BORDER;
                int row = i / columns - BORDER;
                x[i] = (column + .5f + .45f * Grain.cell(column + shift, row)) * size;
                y[i] = (row + .5f + .45f * Grain.cell(column, row + 91 + shift)) * size;
                int pixelX = Math.clamp((int) x[i], 1, side - 2);
                int pixelY = Math.clamp((int) y[i], 1, side - 2);
                int at = pixelY * side + pixelX;
                int cell = surface.cell(pixelX, pixelY);
                float gradientX = wide[1][at + 1] - wide[1][at - 1] + 2.5f * windX[cell];
                float gradientY = wide[1][at + side] - wide[1][at - side] + 2.5f * windY[cell];
                float length = (float) Math.sqrt(gradientX * gradientX + gradientY * gradientY) + 1e-4f;
                acrossX[i] = gradientX / length;
                acrossY[i] = gradientY / length;
            }
        }

        int nearest(int atX, int atY) {
            int column = (int) (atX / size) + BORDER;
            int row = (int) (atY / size) + BORDER;
            int nearest = row * columns + column;
            float least = Float.MAX_VALUE;
            for (int r = row - 2; r <= row + 2; r++) {
                for (int c = column - 2; c <= column + 2; c++) {
                    int i = r * columns + c;
                    float dx = atX - x[i];
                    float dy = atY - y[i];
                    float across = dx * acrossX[i] + dy * acrossY[i];
                    float along = (dy * acrossX[i] - dx * acrossY[i]) / STRETCH;
                    float distance = across * across + along * along;
                    if (distance < least) {
                        least = distance;
                        nearest = i;
                    }
                }
            }
            return nearest;
        }

        int pixel(int stroke) {
            return Math.clamp(Math.round(y[stroke]), 0, side - 1) * side
                    + Math.clamp(Math.round(x[stroke]), 0, side - 1);
        }

        /// Light on the stroke's upper flank, shade on the lower: -1 … 1.
        float ridge(int stroke, int atX, int atY) {
            float across = (atX - x[stroke]) * acrossX[stroke] + (atY - y[stroke]) * acrossY[stroke];
            boolean up = acrossY[stroke] < 0 || (acrossY[stroke] == 0 && acrossX[stroke] < 0);
            return Math.clamp((up ? 2 : -2) * across / size, -1f, 1f);
        }
    }
}
