package art.pinhua.training.starter;

import java.util.Locale;

/// A share that was counted, with Wilson's 95 % interval (Wilson, JASA 22, 1927).
///
/// @param hits 0 … of
public record Rate(int hits, int of) {
    private static final double Z = 1.959964;

    public Rate {
        if (hits < 0 || hits > of) {
            throw new IllegalArgumentException(hits + " hits of " + of);
        }
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
        return new Rate(hits + (hit ? 1 : 0), of + 1);
    }

    private double middle() {
        return (share() + Z * Z / (2 * of)) / (1 + Z * Z / of);
    }

    private double half() {
        double share = share();
        return Z / (1 + Z * Z / of) * Math.sqrt(share * (1 - share) / of + Z * Z / (4.0 * of * of));
    }

    /// For instance `97.5 % (94.3–98.9, n 200)`.
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f %% (%.1f–%.1f, n %d)", 100 * share(), 100 * low(), 100 * high(), of);
    }
}
