package art.pinhua.training.starter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/// How often meters are right on drawings whose truth is known.
///
/// @param rates       by what is measured, in the order of the report
/// @param headsError  median of |measured / true − 1|
/// @param warmthError mean of |measured − true|
public record MeterErrors(SequencedMap<String, Rate> rates, double headsError, double warmthError) {
    /// Found where one was drawn.
    public static final String FIGURE = "figure found";

    /// Not found where the same scenery was drawn without one.
    public static final String EMPTY = "none found where none is";

    public static final String BACKGROUND = "background";
    public static final String GARMENT = "garment colour";
    public static final String HAIR = "hair colour";
    public static final String BUILD = "head-to-body class";
    public static final String POSE = "pose";
    public static final String COSTUME = "costume";
    public static final String BRUSH = "brush";
    public static final String HELD = "held thing";

    /// As [#HELD], of drawings that hold something.
    public static final String HELD_SEEN = "held thing, where there is one";

    /// A drawing is not called spoilt.
    public static final String SOUND = "sound is sound";

    /// A drawing that was spoilt as gold tasks are is called so.
    public static final String SPOILT = "spoilt is spoilt";

    /// A spoilt drawing looks less sound than the same before.
    public static final String WORSE = "spoilt is less sound";

    /// The share that is right; none where nothing was counted.
    public double share(String name) {
        return rates.getOrDefault(name, new Rate(0, 0)).share();
    }

    /// A Markdown table: as drawn, and after something happened to the drawings.
    public static String table(MeterErrors drawn, MeterErrors after) {
        var table = new StringBuilder("""
                | the meters themselves | right on drawings | after the autoencoder |
                |---|---|---|
                """);
        drawn.rates.forEach((name, rate) -> row(table, name, rate, String.valueOf(after.rates.get(name))));
        row(table, "ratio, median error", percent(drawn.headsError), percent(after.headsError));
        row(table, "warmth, mean error", decimal(drawn.warmthError), decimal(after.warmthError));
        return table.toString();
    }

    private static void row(StringBuilder table, String name, Object drawn, Object after) {
        table.append("| %s | %s | %s |%n".formatted(name, drawn, after));
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * value);
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /// Counts while meters are tried.
    public static final class Count {
        private final Map<String, Rate> rates = new LinkedHashMap<>();
        private final List<Double> ratios = new ArrayList<>();
        private double warmth;
        private int warmths;

        public void add(String name, boolean right) {
            add(name, right, 1);
        }

        /// @param each how many are counted of one drawing
        public void add(String name, boolean right, int each) {
            rates.put(name, rates.getOrDefault(name, new Rate(0, 0, each)).plus(right));
        }

        /// @param measured head-to-body ratio; `truth` likewise
        public void heads(double measured, double truth) {
            ratios.add(Math.abs(measured / truth - 1));
        }

        public void warmth(double measured, double truth) {
            warmth += Math.abs(measured - truth);
            warmths++;
        }

        public MeterErrors errors() {
            Collections.sort(ratios);
            return new MeterErrors(
                    new LinkedHashMap<>(rates),
                    ratios.isEmpty() ? Double.NaN : ratios.get(ratios.size() / 2),
                    warmth / warmths);
        }
    }
}
