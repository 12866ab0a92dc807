package art.pinhua.training.starter;

/// A picture at the size the meters are calibrated for, with hue, chroma and value of each pixel.
final class Pixels {
    static final int SIZE = 64;

    private final double[][] channels = new double[3][SIZE * SIZE];

    private Pixels() {}

    /// Averages over the area of each of 64 by 64 cells.
    static Pixels of(Raster raster) {
        var pixels = new Pixels();
        for (int y = 0; y < SIZE; y++) {
            int top = y * raster.height() / SIZE;
            int bottom = Math.max((y + 1) * raster.height() / SIZE, top + 1);
            for (int x = 0; x < SIZE; x++) {
                int left = x * raster.width() / SIZE;
                int right = Math.max((x + 1) * raster.width() / SIZE, left + 1);
                for (int c = 0; c < 3; c++) {
                    double sum = 0;
                    for (int row = top; row < bottom; row++) {
                        for (int column = left; column < right; column++) {
                            sum += raster.at(row * raster.width() + column, c);
                        }
                    }
                    pixels.channels[c][y * SIZE + x] = sum / ((bottom - top) * (right - left));
                }
            }
        }
        return pixels;
    }

    /// The picture with each channel divided by a gain.
    Pixels without(double red, double green, double blue) {
        var gains = new double[] {red, green, blue};
        var result = new Pixels();
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < SIZE * SIZE; i++) {
                result.channels[c][i] = Math.min(channels[c][i] / gains[c], 255);
            }
        }
        return result;
    }

    double red(int i) {
        return channels[0][i];
    }

    double green(int i) {
        return channels[1][i];
    }

    double blue(int i) {
        return channels[2][i];
    }

    double channel(int c, int i) {
        return channels[c][i];
    }

    /// @return the largest channel, 0 … 255
    double value(int i) {
        return Math.max(red(i), Math.max(green(i), blue(i)));
    }

    /// @return largest minus smallest channel, 0 … 255
    double chroma(int i) {
        return value(i) - Math.min(red(i), Math.min(green(i), blue(i)));
    }

    /// @return degrees, 0 red, 120 green, 240 blue; 0 for grey
    double hue(int i) {
        double chroma = chroma(i);
        if (chroma == 0) {
            return 0;
        }
        double value = value(i);
        if (value == red(i)) {
            double degrees = 60 * (green(i) - blue(i)) / chroma;
            return degrees < 0 ? degrees + 360 : degrees;
        }
        return value == green(i) ? 120 + 60 * (blue(i) - red(i)) / chroma : 240 + 60 * (red(i) - green(i)) / chroma;
    }
}
