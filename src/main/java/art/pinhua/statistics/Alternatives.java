package art.pinhua.statistics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The sets that could have been chosen from k items when at most D may tie, smaller sets first.
final class Alternatives {

    private static final int MOST = 20_000;
    private static final Map<Long, Alternatives> KNOWN = new ConcurrentHashMap<>();

    final long[] masks;
    /// Members of each set, as positions among the k items.
    final int[][] members;

    private Alternatives(int items, int maxTie) {
        int count = 0;
        double choose = 1;
        for (int size = 1; size <= Math.min(items, maxTie); size++) {
            choose *= (items - size + 1.0) / size;
            count += (int) Math.round(choose);
            if (items > 62 || count > MOST) {
                throw new IllegalArgumentException("too many ways to choose up to " + maxTie + " of " + items);
            }
        }
        masks = new long[count];
        members = new int[count][];
        int at = 0;
        for (int size = 1; size <= Math.min(items, maxTie); size++) {
            for (long mask = (1L << size) - 1; mask < 1L << items; mask = next(mask)) {
                masks[at] = mask;
                members[at++] = positions(mask, size);
            }
        }
    }

    static Alternatives of(int items, int maxTie) {
        return KNOWN.computeIfAbsent(((long) items << 32) + maxTie, k -> new Alternatives(items, maxTie));
    }

    /// The next larger number with as many bits set (Gosper).
    private static long next(long mask) {
        long lowest = mask & -mask;
        long ripple = mask + lowest;
        return ((mask ^ ripple) >>> 2) / lowest | ripple;
    }

    private static int[] positions(long mask, int size) {
        int[] positions = new int[size];
        for (int i = 0; i < size; i++) {
            positions[i] = Long.numberOfTrailingZeros(mask);
            mask &= mask - 1;
        }
        return positions;
    }
}
