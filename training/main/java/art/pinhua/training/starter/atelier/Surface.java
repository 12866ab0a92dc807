package art.pinhua.training.starter.atelier;

/// What brush and paper do to a drawn picture before it is averaged down. Noise is looked up once for each pixel of the
/// averaged picture.
///
/// @param side  width and height in pixels
/// @param step  pixels that are averaged into one, across and down
/// @param shift where the noise is looked up
record Surface(int side, int step, float shift) {
    private static final float UNITS = 128;

    /// @param packed red, green and blue in the lower 24 bits; changed in place
    static void finish(int[] packed, int side, int step, Scene scene) {
        float shift = (scene.manner().detail() & 0xFFF) / 16f;
        var surface = new Surface(side, step, shift);
        switch (scene.brush()) {
            case FLAT, OUTLINE -> {}
            case WATERCOLOUR -> Watercolour.finish(surface, packed);
            case INK_WASH -> InkWash.finish(surface, packed);
            case IMPASTO -> Impasto.finish(surface, packed);
        }
    }

    /// Pixels of 1/128 of the side.
    float unit() {
        return side / UNITS;
    }

    /// Where the noise of a pixel lies in a plane of noise.
    int cell(int x, int y) {
        return y / step * (side / step) + x / step;
    }

    /// Noise of -1 … 1 with `period` 1/128ths of the side between its peaks.
    float[] noise(float period, float channel) {
        int count = side / step;
        float scale = UNITS / count / period;
        var plane = new float[count * count];
        for (int y = 0; y < count; y++) {
            for (int x = 0; x < count; x++) {
                plane[y * count + x] = Grain.at(x * scale + shift + channel, y * scale + shift * 1.7f + channel * 2.3f);
            }
        }
        return plane;
    }

    /// The picture with its edges moved by noise.
    int[] wobbled(int[] packed, float reach, float period) {
        var across = noise(period, 3);
        var down = noise(period, 11);
        var moved = new int[packed.length];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int cell = cell(x, y);
                int fromX = x + Math.round(reach * unit() * across[cell]);
                int fromY = y + Math.round(reach * unit() * down[cell]);
                moved[y * side + x] = packed[Math.clamp(fromY, 0, side - 1) * side + Math.clamp(fromX, 0, side - 1)];
            }
        }
        return moved;
    }

    /// Each channel averaged over a square, as planes red, green, blue.
    float[][] blurred(int[] packed, int radius) {
        var planes = new float[3][];
        for (int c = 0; c < 3; c++) {
            int shiftBits = 16 - 8 * c;
            var plane = new float[packed.length];
            for (int i = 0; i < packed.length; i++) {
                plane[i] = packed[i] >> shiftBits & 255;
            }
            planes[c] = boxed(boxed(plane, radius, 1, side), radius, side, 1);
        }
        return planes;
    }

    /// A running mean along lines: `step` to the next pixel of a line, `line` to the next line.
    private float[] boxed(float[] plane, int radius, int step, int line) {
        var out = new float[plane.length];
        float width = 2 * radius + 1;
        for (int row = 0; row < side; row++) {
            int start = row * line;
            float sum = plane[start] * (radius + 1);
            for (int i = 1; i <= radius; i++) {
                sum += plane[start + Math.min(i, side - 1) * step];
            }
            for (int i = 0; i < side; i++) {
                out[start + i * step] = sum / width;
                sum += plane[start + Math.min(i + radius + 1, side - 1) * step]
                        - plane[start + Math.max(i - radius, 0) * step];
            }
        }
        return out;
    }

    /// 0 at the picture's rim … 1 inside, along an uneven edge; a value for each cell.
    ///
    /// @param margin   width of the rim in 1/128ths of the side
    /// @param softness width of the fading, likewise
    float[] inside(float margin, float unevenness, float softness) {
        int count = side / step;
        var coarse = noise(14, 23);
        var fine = noise(4, 29);
        var inside = new float[count * count];
        for (int y = 0; y < count; y++) {
            for (int x = 0; x < count; x++) {
                int i = y * count + x;
                float edge = Math.min(Math.min(x, count - 1 - x), Math.min(y, count - 1 - y)) * UNITS / count;
                float uneven = margin + unevenness * (coarse[i] + .4f * fine[i]);
                inside[i] = Math.clamp((edge - uneven) / softness + .5f, 0f, 1f);
            }
        }
        return inside;
    }

    static int pack(float red, float green, float blue) {
        return channel(red) << 16 | channel(green) << 8 | channel(blue);
    }

    private static int channel(float value) {
        return Math.clamp(Math.round(value), 0, 255);
    }
}
