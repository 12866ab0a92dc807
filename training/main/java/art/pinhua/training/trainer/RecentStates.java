package art.pinhua.training.trainer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// States of texts on the heap, the least recently used of which go beyond a bound; asked for again,
/// they are computed again, to the same numbers.
/// @param <K> what tells one text's states from another's
final class RecentStates<K> {
    private final Function<K, float[]> encoder;
    private final long most;
    private final Map<K, float[]> states = new LinkedHashMap<>(16, .75f, true);
    private long held;

    /// @param encoder computes states that are not held
    /// @param most    numbers to hold, of all states together; those asked for last are held in any case
    RecentStates(Function<K, float[]> encoder, long most) {
        this.encoder = encoder;
        this.most = most;
    }

    float[] of(K key) {
        float[] known = states.get(key);
        if (known == null) {
            known = encoder.apply(key);
            states.put(key, known);
            held += known.length;
            forget();
        }
        return known;
    }

    private void forget() {
        var oldest = states.values().iterator();
        while (held > most && states.size() > 1) {
            held -= oldest.next().length;
            oldest.remove();
        }
    }

    /// Numbers that are held.
    long held() {
        return held;
    }
}
