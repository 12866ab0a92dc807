package art.pinhua.training.starter.atelier;

import art.pinhua.training.starter.Gallery;
import art.pinhua.training.starter.HeldOut;
import art.pinhua.training.starter.Raster;

/// The pictures of the 128 px model with their descriptions.
public final class Paintings implements Gallery {
    /// Held-out scenes begin here, far beyond any training index.
    private static final long FIRST_HELD_OUT = 1L << 32;

    private static final long NEXT_ATTEMPT = 1L << 40;
    private static final long VISITS = 4096;

    private final long seed;
    private final int size;
    private final long offset;

    private Paintings(long seed, int size, long offset) {
        this.seed = seed;
        this.size = size;
        this.offset = offset;
    }

    /// @param size width and height of the pictures in pixels
    public static Paintings training(long seed, int size) {
        return new Paintings(seed, size, 0);
    }

    /// Scenes that no training index gives, for calibration and validation.
    public static Paintings heldOut(long seed, int size) {
        return new Paintings(seed, size, FIRST_HELD_OUT);
    }

    @Override
    public int size() {
        return size;
    }

    /// @param index 0 … 2^32 − 1
    /// @return a scene in a basic brush whose combination is not kept out of training
    public Scene scene(long index) {
        if (index < 0 || index >= FIRST_HELD_OUT) {
            throw new IllegalArgumentException("index must be 0 to 2^32 - 1, was " + index);
        }
        for (long attempt = 0; ; attempt++) {
            var scene = Scene.draw(seed, offset + index + attempt * NEXT_ATTEMPT);
            if (!HeldOut.contains(scene.figure().costume(), scene.figure().garment(), scene.background())) {
                return scene;
            }
        }
    }

    @Override
    public Raster picture(long index) {
        return Painting.render(scene(index), size);
    }

    @Override
    public String caption(long index, long visit) {
        return Descriptions.of(scene(index), seed, (offset + index) * VISITS + visit)
                .text();
    }
}
