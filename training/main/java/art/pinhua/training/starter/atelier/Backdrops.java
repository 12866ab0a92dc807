package art.pinhua.training.starter.atelier;

import art.pinhua.training.starter.Background;
import art.pinhua.training.starter.Raster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Tells the backgrounds apart by rule: the nearest of eighteen prototypes, one for each background in each basic
/// brush,
/// by the colours of the sides in units of their usual spread. The prototypes are measured on drawings in neutral
/// light, `backdrops.txt`; warm light is known to multiply red by 1.045, green by 1.01 and blue by .915.
final class Backdrops {
    private static final double NOISE = 6;
    private static final double FAR = 12;
    private static final double RED = .045;
    private static final double GREEN = .01;
    private static final double BLUE = .085;

    /// @param values mean of each value of `Zones`; `spreads` their standard deviations
    record Prototype(Background background, BrushStyle brush, double[] values, double[] spreads) {
        /// How far the sides of a picture are from these in the light that fits best; an arm that reaches into a band
        /// counts only so much.
        double distance(double[] seen) {
            double warmth = warmth(seen, values);
            var gains = new double[] {1 + RED * warmth, 1 + GREEN * warmth, 1 - BLUE * warmth, 1};
            double sum = 0;
            for (int i = 0; i < seen.length; i++) {
                double spread = spreads[i] + NOISE;
                double off = (seen[i] / gains[i % Zones.PER_BAND] - values[i]) / spread;
                sum += Math.min(off * off, FAR) + 2 * StrictMath.log(spread);
            }
            return sum;
        }
    }

    /// @param warmth of the light, by which the sides differ from the prototype's: about -1 … 1
    record Found(Background background, double warmth) {}

    private static final List<Prototype> PROTOTYPES = read();

    private Backdrops() {}

    static Found find(Raster picture) {
        var seen = Zones.of(picture).values();
        var nearest = PROTOTYPES.getFirst();
        for (var prototype : PROTOTYPES) {
            if (prototype.distance(seen) < nearest.distance(seen)) {
                nearest = prototype;
            }
        }
        return new Found(nearest.background, warmth(seen, nearest.values));
    }

    /// The median of the bands, since some hold a moon or a tree.
    private static double warmth(double[] seen, double[] neutral) {
        var bands = new double[Zones.BANDS];
        for (int band = 0; band < Zones.BANDS; band++) {
            int at = band * Zones.PER_BAND;
            double now = StrictMath.log((seen[at] + 4) / (seen[at + 2] + 4));
            double usual = StrictMath.log((neutral[at] + 4) / (neutral[at + 2] + 4));
            bands[band] = (now - usual) / (RED + BLUE);
        }
        java.util.Arrays.sort(bands);
        return Math.clamp(bands[Zones.BANDS / 2], -1.2, 1.2);
    }

    private static List<Prototype> read() {
        var prototypes = new ArrayList<Prototype>();
        try (var in = Backdrops.class.getResourceAsStream("backdrops.txt")) {
            if (in == null) {
                throw new IllegalStateException("backdrops.txt is missing beside the classes");
            }
            for (var line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                var parts = line.split(" ");
                var values = new double[Zones.BANDS * Zones.PER_BAND];
                var spreads = new double[values.length];
                for (int i = 0; i < values.length; i++) {
                    values[i] = Double.parseDouble(parts[2 + 2 * i]);
                    spreads[i] = Double.parseDouble(parts[3 + 2 * i]);
                }
                prototypes.add(
                        new Prototype(Background.valueOf(parts[0]), BrushStyle.valueOf(parts[1]), values, spreads));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read backdrops.txt", e);
        }
        return prototypes;
    }
}
