package art.pinhua.training.starter.training;

import art.pinhua.training.data.RecordFile;
import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;

/// Rendered pictures in a file, read as squares of numbers in −1 … 1.
/// @param side  width and height, pixels
/// @param count number of pictures to learn from; more in the file are held out
record Pictures(RecordFile file, int side, int count) {
    static final int CHANNELS = 3;

    static int recordBytes(int side) {
        return side * side * CHANNELS;
    }

    /// Copies a window into `target` in the order channel, row, column.
    void read(int picture, int left, int top, int window, float[] target, int at) {
        var row = new byte[window * CHANNELS];
        for (int y = 0; y < window; y++) {
            file.read(picture, ((top + y) * side + left) * CHANNELS, row, 0, row.length);
            for (int x = 0; x < window; x++) {
                for (int c = 0; c < CHANNELS; c++) {
                    target[at + (c * window + y) * window + x] = (row[x * CHANNELS + c] & 255) / 127.5f - 1;
                }
            }
        }
    }

    /// A batch of random windows at one step.
    float[] windows(long seed, long step, int[] pictures, int window) {
        int size = CHANNELS * window * window;
        var batch = new float[pictures.length * size];
        for (int i = 0; i < pictures.length; i++) {
            int left = Counter.below(seed, Stream.CROP, step, 2L * i, side - window + 1);
            int top = Counter.below(seed, Stream.CROP, step, 2L * i + 1, side - window + 1);
            read(pictures[i], left, top, window, batch, i * size);
        }
        return batch;
    }

    /// Whole pictures, one after the other.
    float[] whole(int first, int number) {
        int size = CHANNELS * side * side;
        var batch = new float[number * size];
        for (int i = 0; i < number; i++) {
            read(first + i, 0, 0, side, batch, i * size);
        }
        return batch;
    }
}
