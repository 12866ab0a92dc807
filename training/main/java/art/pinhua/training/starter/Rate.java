package art.pinhua.training.starter;

import java.util.Locale;

/// A share that was counted, with Wilson's 95 % interval (Wilson, JASA 22, 1927).
///
/// @param hits 0 … of
/// @param each that belong together, such as copies of one drawing: the interval is as wide as if they
/// all came out alike
public record Rate(int hits, int of, int each) {
    private static final double Z = 1.959964;

    public Rate {
        if (hits < 0 || hits > of || each < 1) {
            throw new IllegalArgumentException("%d hits of %d, %d together".formatted(hits, of, each));
        }
    }

    /// Of counts that know nothing of one another.
    public Rate(int hits, int of) {
        this(hits, of, 1);
    }

    public double share() {
        return of == 0 ? Double.NaN : (double) hits / of;
    }

    public double low() {
        return of == 0 ? 0 : Math.max(0, middle() - half());
    }

    public double high() {
        return of == 0 ? 1 : Math.min(1, middle() + half());
    }

    /// One more, counted as a hit or not.
    public Rate plus(boolean hit) {
        return new Rate(hits + (hit ? 1 : 0), of + 1, each);
    }

    private double middle() {
        double n = independent();
        return (share() + Z * Z / (2 * n)) / (1 + Z * Z / n);
    }

    private double half() {
        double n = independent();
        double share = share();
        return Z / (1 + Z * Z / n) * Math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n));
    }

    private double independent() {
        return (double) of / each;
    }

    /// For instance `97.5 % (94.3–98.9, n 200)`, or `n 50 × 4` where four of each were counted.
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.1f %% (%.1f–%.1f, n %d%s)",
                100 * share(),
                100 * low(),
                100 * high(),
                of / each,
                each == 1 ? "" : " × " + each);
    }
}
