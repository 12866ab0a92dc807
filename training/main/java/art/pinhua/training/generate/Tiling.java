package art.pinhua.training.generate;

/// Large pictures in overlapping tiles, so that what the autoencoder needs of memory does not grow with the picture.
/// Neighbours are faded into each other over their overlap: each tile has norms and attention of its own, and a hard
/// edge would show. The way of diffusers' `enable_vae_tiling`, with tiles placed evenly.
///
/// @param tile    height and width of a tile, latents
/// @param overlap of neighbours, at least; latents, less than half a tile
record Tiling(int tile, int overlap) {
    Tiling {
        if (overlap < 1 || 2 * overlap >= tile) {
            throw new IllegalArgumentException("Tiles of " + tile + " cannot overlap by " + overlap);
        }
    }

    /// Computes one tile.
    @FunctionalInterface
    interface Window {
        /// @param top    position and size in latents
        /// @return (channels, height · scale, width · scale)
        float[] of(int top, int left, int height, int width);
    }

    /// @param height   of the whole, latents
    /// @param channels that a window gives
    /// @param scale    rows that a window gives for each latent
    /// @return (channels, height · scale, width · scale)
    float[] whole(int height, int width, int channels, int scale, Window window) {
        int wide = width * scale;
        int area = height * scale * wide;
        var sum = new float[channels * area];
        var weights = new float[area];
        for (int top : starts(height)) {
            int rows = Math.min(tile, height);
            for (int left : starts(width)) {
                int columns = Math.min(tile, width);
                float[] part = window.of(top, left, rows, columns);
                for (int y = 0; y < rows * scale; y++) {
                    float vertical = weight(y, rows * scale, scale, top > 0, top + rows < height);
                    for (int x = 0; x < columns * scale; x++) {
                        float weight = vertical * weight(x, columns * scale, scale, left > 0, left + columns < width);
                        int at = (top * scale + y) * wide + left * scale + x;
                        weights[at] += weight;
                        for (int c = 0; c < channels; c++) {
                            sum[c * area + at] += weight * part[(c * rows * scale + y) * columns * scale + x];
                        }
                    }
                }
            }
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] /= weights[i % area];
        }
        return sum;
    }

    /// Where tiles begin, the first at the beginning and the last up to the end.
    int[] starts(int length) {
        if (length <= tile) {
            return new int[] {0};
        }
        int count = Math.ceilDiv(length - overlap, tile - overlap);
        var starts = new int[count];
        for (int i = 0; i < count; i++) {
            starts[i] = Math.round((float) i * (length - tile) / (count - 1));
        }
        return starts;
    }

    /// Rises from an inner edge over the overlap.
    private float weight(int at, int length, int scale, boolean before, boolean after) {
        float ramp = (float) overlap * scale;
        float weight = before ? Math.min(1, (at + .5f) / ramp) : 1;
        return after ? Math.min(weight, (length - at - .5f) / ramp) : weight;
    }
}
