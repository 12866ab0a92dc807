package art.pinhua.training.starter;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// A gallery of scenes that are drawn from numbers: which index shows which scene, and which are kept for validation.
/// @param <S> a scene
public abstract class DrawnGallery<S> implements Gallery {
    /// Held-out scenes begin here, far beyond any training index.
    private static final long FIRST_HELD_OUT = 1L << 32;

    private static final long NEXT_ATTEMPT = 1L << 40;
    private static final long VISITS = 4096;

    private final long seed;
    private final int size;
    private final long offset;

    /// @param size    width and height of the pictures in pixels
    /// @param heldOut whether its scenes are those that no training index gives, for calibration and validation
    protected DrawnGallery(long seed, int size, boolean heldOut) {
        this.seed = seed;
        this.size = size;
        this.offset = heldOut ? FIRST_HELD_OUT : 0;
    }

    /// Scene `number` of a seed.
    protected abstract S draw(long seed, long number);

    /// Whether the scene shows a combination that training must not see.
    protected abstract boolean keptOut(S scene);

    protected abstract Raster render(S scene, int size);

    /// One wording of a scene, a function of seed and number.
    protected abstract String word(S scene, long seed, long number);

    /// The values of a scene's traits, in an order that is the same for all scenes.
    protected abstract List<? extends Enum<?>> values(S scene);

    /// The traits that that wording states; their ordinals are the places of their values.
    protected abstract Set<? extends Enum<?>> states(S scene, long seed, long number);

    @Override
    public final int size() {
        return size;
    }

    /// @param index 0 … 2^32 − 1
    /// @return a scene whose combination is not kept out of training
    public final S scene(long index) {
        if (index < 0 || index >= FIRST_HELD_OUT) {
            throw new IllegalArgumentException("index must be 0 to 2^32 - 1, was " + index);
        }
        for (long attempt = 0; ; attempt++) {
            S scene = draw(seed, offset + index + attempt * NEXT_ATTEMPT);
            if (!keptOut(scene)) {
                return scene;
            }
        }
    }

    @Override
    public final Raster picture(long index) {
        return render(scene(index), size);
    }

    /// Pictures `first` … `first + count − 1` as planes (count, 3, size, size) in -1 … 1, drawn on all processors
    /// that the common pool has.
    public final float[] pictures(long first, int count) {
        var planes = new float[Math.multiplyExact(count, 3 * size * size)];
        IntStream.range(0, count).parallel().forEach(i -> picture(first + i).toPlanes(planes, i * 3 * size * size));
        return planes;
    }

    @Override
    public final String caption(long index, long visit) {
        return word(scene(index), seed, number(index, visit));
    }

    @Override
    public final int[] stated(long index, long visit) {
        S scene = scene(index);
        var stated = new int[values(scene).size()];
        Arrays.fill(stated, -1);
        for (var trait : states(scene, seed, number(index, visit))) {
            stated[trait.ordinal()] = values(scene).get(trait.ordinal()).ordinal();
        }
        return stated;
    }

    @Override
    public final int[] traits() {
        return values(scene(0)).stream()
                .mapToInt(value -> value.getDeclaringClass().getEnumConstants().length)
                .toArray();
    }

    private long number(long index, long visit) {
        return (offset + index) * VISITS + visit;
    }
}
