package art.pinhua.training.starter;

import java.util.stream.IntStream;

/// The drawings of the 64 px model.
public final class StarterData implements Gallery {
    /// Held-out scenes begin here, far beyond any training index.
    private static final long FIRST_HELD_OUT = 1L << 32;

    private static final long NEXT_ATTEMPT = 1L << 40;

    private final long seed;
    private final int size;
    private final long offset;

    private StarterData(long seed, int size, long offset) {
        this.seed = seed;
        this.size = size;
        this.offset = offset;
    }

    /// @param size width and height of the pictures in pixels
    public static StarterData training(long seed, int size) {
        return new StarterData(seed, size, 0);
    }

    /// Scenes that no training index gives, for calibration and validation.
    public static StarterData heldOut(long seed, int size) {
        return new StarterData(seed, size, FIRST_HELD_OUT);
    }

    @Override
    public int size() {
        return size;
    }

    /// @param index 0 … 2^32 − 1
    /// @return a scene whose combination is not kept out of training
    public Scene scene(long index) {
        if (index < 0 || index >= FIRST_HELD_OUT) {
            throw new IllegalArgumentException("index must be 0 to 2^32 - 1, was " + index);
        }
        for (long attempt = 0; ; attempt++) {
            var scene = Scene.draw(seed, offset + index + attempt * NEXT_ATTEMPT);
            if (!scene.heldOut()) {
                return scene;
            }
        }
    }

    @Override
    public Raster picture(long index) {
        return Art.render(scene(index), size);
    }

    /// Pictures `first` … `first + count − 1` as planes (count, 3, size, size) in -1 … 1, drawn on all processors
    /// that the common pool has.
    public float[] pictures(long first, int count) {
        var planes = new float[Math.multiplyExact(count, 3 * size * size)];
        IntStream.range(0, count).parallel().forEach(i -> picture(first + i).toPlanes(planes, i * 3 * size * size));
        return planes;
    }

    @Override
    public String caption(long index, long visit) {
        return Captions.draw(scene(index), seed, (offset + index) * 4096 + visit);
    }
}
