package art.pinhua.training.starter;

import art.pinhua.training.starter.Prompts.Prompt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// How well an artist follows held-out prompts, by the meters: each attribute is counted where a prompt states it.
///
/// @param rows in the order of the report
public record Examination(List<Row> rows) {
    /// One measured property, over all prompts and parts of them.
    ///
    /// @param gate   least share that passes; 0 for a figure that is only reported
    /// @param unseen prompts that ask for combinations kept out of training
    public record Row(String name, double gate, Rate all, Rate chinese, Rate english, Rate mixed, Rate unseen) {
        static Row empty(String name, double gate) {
            var none = new Rate(0, 0);
            return new Row(name, gate, none, none, none, none, none);
        }

        public boolean passed() {
            return all.share() >= gate;
        }

        private Row plus(Prompt prompt, boolean hit) {
            var language = prompt.caption().language();
            return new Row(
                    name,
                    gate,
                    all.plus(hit),
                    language == Caption.Language.CHINESE ? chinese.plus(hit) : chinese,
                    language == Caption.Language.ENGLISH ? english.plus(hit) : english,
                    language == Caption.Language.MIXED ? mixed.plus(hit) : mixed,
                    prompt.unseen() ? unseen.plus(hit) : unseen);
        }
    }

    static final String FIGURE = "a figure is there";
    static final String BACKGROUND = "background";
    static final String GARMENT = "garment colour";
    static final String HAIR = "hair colour";
    static final String BUILD = "head-to-body class";
    static final String POSE = "pose";

    public Examination {
        rows = List.copyOf(rows);
    }

    /// One picture for each prompt; picture i has seed i.
    public static Examination of(Artist artist, List<Prompt> prompts) {
        var rows = new LinkedHashMap<String, Row>();
        rows.put(FIGURE, Row.empty(FIGURE, .95));
        rows.put(BACKGROUND, Row.empty(BACKGROUND, .85));
        rows.put(GARMENT, Row.empty(GARMENT, .75));
        for (var name : List.of(HAIR, BUILD, POSE)) {
            rows.put(name, Row.empty(name, 0));
        }
        for (int i = 0; i < prompts.size(); i++) {
            var prompt = prompts.get(i);
            var read = Meters.read(artist.draw(prompt.text(), List.of((long) i)).getFirst());
            for (var hit : hits(prompt, read).entrySet()) {
                rows.computeIfPresent(hit.getKey(), (name, row) -> row.plus(prompt, hit.getValue()));
            }
        }
        return new Examination(new ArrayList<>(rows.values()));
    }

    public Row row(String name) {
        return rows.stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no row " + name));
    }

    public boolean passed() {
        return rows.stream().allMatch(Row::passed);
    }

    /// Which of the stated attributes the picture shows.
    private static Map<String, Boolean> hits(Prompt prompt, Reading read) {
        var hits = new LinkedHashMap<String, Boolean>();
        hits.put(FIGURE, read.figure());
        Predicate<Attribute> stated = prompt.caption().states()::contains;
        var figure = prompt.scene().figure();
        if (stated.test(Attribute.BACKGROUND)) {
            hits.put(BACKGROUND, read.background() == prompt.scene().background());
        }
        if (stated.test(Attribute.GARMENT_COLOUR)) {
            hits.put(GARMENT, read.garment() == figure.garment());
        }
        if (stated.test(Attribute.HAIR_COLOUR)) {
            hits.put(HAIR, read.hair() == figure.hair());
        }
        if (stated.test(Attribute.BUILD)) {
            hits.put(BUILD, read.build() == figure.build());
        }
        if (stated.test(Attribute.POSE)) {
            hits.put(POSE, read.pose() == figure.pose());
        }
        return hits;
    }

    /// The table of the report in Markdown.
    public String markdown() {
        var table = new StringBuilder("""
                | stated and shown | gate | all prompts | Chinese | English | mixed | unseen combinations |
                |---|---|---|---|---|---|---|
                """);
        for (var row : rows) {
            table.append("| %s | %s | **%s** | %s | %s | %s | %s |%n"
                    .formatted(
                            row.name(),
                            row.gate() == 0
                                    ? "–"
                                    : "≥ " + Math.round(100 * row.gate()) + " % " + (row.passed() ? "✓" : "✗"),
                            row.all(),
                            row.chinese(),
                            row.english(),
                            row.mixed(),
                            row.unseen()));
        }
        return table.toString();
    }
}
