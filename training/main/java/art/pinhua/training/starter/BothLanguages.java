package art.pinhua.training.starter;

import art.pinhua.training.starter.Curriculum.Gate;
import art.pinhua.training.starter.Curriculum.Pair;
import java.util.List;
import java.util.Locale;

/// How the same requests are followed in Chinese and in English, with the same seeds.
public record BothLanguages(Examination chinese, Examination english) {
    /// Points between the languages that pass.
    private static final double GAP = .03;

    public static BothLanguages of(Artist artist, List<Gate> gates, List<Pair> pairs) {
        var seeds = pairs.stream().map(Pair::seed).toList();
        return new BothLanguages(
                Examination.of(artist, gates, pairs.stream().map(Pair::chinese).toList(), seeds),
                Examination.of(artist, gates, pairs.stream().map(Pair::english).toList(), seeds));
    }

    /// Over all traits that have a gate: the share in Chinese minus that in English.
    public double gap() {
        return pooled(chinese).share() - pooled(english).share();
    }

    public boolean passed() {
        return Math.abs(gap()) <= GAP;
    }

    /// The traits together: a single one has too few prompts for so narrow a gate. A figure is there
    /// whatever the words: it would only thin the gap.
    private static Rate pooled(Examination examination) {
        var pooled = new Rate(0, 0);
        for (var row : examination.rows()) {
            if (row.gate() > 0 && !row.name().equals(Examination.FIGURE)) {
                pooled = new Rate(
                        pooled.hits() + row.all().hits(),
                        pooled.of() + row.all().of());
            }
        }
        return pooled;
    }

    public String markdown() {
        var table = new StringBuilder("""
                | the same requests, stated and shown | in Chinese | in English | points between them |
                |---|---|---|---|
                """);
        for (int i = 0; i < chinese.rows().size(); i++) {
            var row = chinese.rows().get(i);
            table.append(line(row.name(), row.all(), english.rows().get(i).all(), ""));
        }
        var verdict = passed() ? ", ≤ 3 ✓" : ", ≤ 3 ✗";
        table.append(line("all traits that have a gate", pooled(chinese), pooled(english), verdict));
        return table.toString();
    }

    private static String line(String name, Rate chinese, Rate english, String verdict) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %.1f%s |%n",
                name,
                chinese,
                english,
                100 * (chinese.share() - english.share()),
                verdict);
    }
}
