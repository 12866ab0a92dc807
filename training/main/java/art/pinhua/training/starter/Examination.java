package art.pinhua.training.starter;

import art.pinhua.training.starter.Curriculum.Gate;
import art.pinhua.training.starter.Prompts.Prompt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.LongStream;

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

        /// What has a gate and was never asked for has not passed it.
        public boolean passed() {
            return gate == 0 || all.share() >= gate;
        }

        /// Whether combinations kept out of training come out nearly as well as the others do.
        public boolean passedUnseen() {
            var seen = seen();
            return gate == 0 || unseen.of() == 0 || seen.of() == 0 || unseen.share() >= seen.share() - UNSEEN_LOSS;
        }

        /// Prompts that ask for nothing kept out of training.
        private Rate seen() {
            return new Rate(all.hits() - unseen.hits(), all.of() - unseen.of());
        }

        private Row plus(Inquiry prompt, boolean hit) {
            var language = prompt.language();
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

    /// Combinations kept out of training may come out so much less often than the others.
    private static final double UNSEEN_LOSS = .10;

    public static final String FIGURE = "a figure is there";
    public static final String BACKGROUND = "background";
    public static final String GARMENT = "garment colour";
    public static final String HAIR = "hair colour";
    public static final String BUILD = "head-to-body class";
    public static final String POSE = "pose";
    public static final String COSTUME = "costume";
    public static final String BRUSH = "brush";
    public static final String HELD = "held thing";

    /// Neither blurred nor bent nor out of joint, as meters see it that were taught by spoilt drawings.
    public static final String SOUND = "sound";

    static final List<Gate> SMALL_GATES = List.of(
            new Gate(FIGURE, .95),
            new Gate(BACKGROUND, .85),
            new Gate(GARMENT, .75),
            new Gate(HAIR, 0),
            new Gate(BUILD, 0),
            new Gate(POSE, 0));

    public Examination {
        rows = List.copyOf(rows);
    }

    /// The examination of the 64 px model.
    public static Examination of(Artist artist, List<Prompt> prompts) {
        return of(artist, SMALL_GATES, prompts);
    }

    /// One picture for each prompt; picture i has seed i.
    public static Examination of(Artist artist, List<Gate> gates, List<? extends Inquiry> prompts) {
        return of(
                artist,
                gates,
                prompts,
                LongStream.range(0, prompts.size()).boxed().toList());
    }

    /// @param seeds of the pictures, one for each prompt
    static Examination of(Artist artist, List<Gate> gates, List<? extends Inquiry> prompts, List<Long> seeds) {
        var rows = new LinkedHashMap<String, Row>();
        gates.forEach(gate -> rows.put(gate.name(), Row.empty(gate.name(), gate.least())));
        for (int i = 0; i < prompts.size(); i++) {
            var prompt = prompts.get(i);
            var hits = prompt.judge(
                    artist.draw(prompt.text(), List.of(seeds.get(i))).getFirst());
            hits.forEach((name, hit) -> rows.computeIfPresent(name, (same, row) -> row.plus(prompt, hit)));
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
        return rows.stream().allMatch(row -> row.passed() && row.passedUnseen());
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
                            row.gate() == 0 ? row.unseen() : row.unseen() + (row.passedUnseen() ? " ✓" : " ✗")));
        }
        return table.toString();
    }
}
