package art.pinhua.training.starter.atelier;

import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;

/// Smooth noise that repeats every 256 cells, the same for ever; pictures differ in where they look it up.
final class Grain {
    private static final int SIDE = 256;
    private static final int MASK = SIDE - 1;
    private static final float[] CELLS = cells();

    private Grain() {}

    private static float[] cells() {
        var cells = new float[SIDE * SIDE];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = (float) (2 * Counter.unit(20_260, Stream.NOISE, 0, i) - 1);
        }
        return cells;
    }

    /// @return -1 … 1, interpolated between cells
    static float at(float x, float y) {
        int column = (int) Math.floor(x);
        int row = (int) Math.floor(y);
        float fx = x - column;
        float fy = y - row;
        fx = fx * fx * (3 - 2 * fx);
        fy = fy * fy * (3 - 2 * fy);
        int top = (row & MASK) * SIDE;
        int bottom = (row + 1 & MASK) * SIDE;
        int left = column & MASK;
        int right = column + 1 & MASK;
        float upper = CELLS[top + left] + fx * (CELLS[top + right] - CELLS[top + left]);
        float lower = CELLS[bottom + left] + fx * (CELLS[bottom + right] - CELLS[bottom + left]);
        return upper + fy * (lower - upper);
    }

    /// Noise of one cell without smoothing.
    static float cell(int x, int y) {
        return CELLS[(y & MASK) * SIDE + (x & MASK)];
    }
}
