package art.pinhua.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/// Turns what a demonstration found into its report.
final class DemoStory {
    private static final int SHOWN = 48;

    private DemoStory() {}

    static String tell(Demo.Outcome outcome, DemoSize size) throws IOException {
        double seconds =
                outcome.stages().stream().mapToDouble(Stopwatch.Stage::seconds).sum();
        var report = new DemoReport(
                "品画 · 一次完整循环",
                "The loop once round in " + number(seconds / 60) + " minutes: " + size.prompts() + " prompts, "
                        + size.experts() + " experts and a crowd of " + size.crowd()
                        + " who secretly like warm garments. No prompt names a colour.");

        report.heading("暖色衣着的比例 Share of warm garments");
        var shares = new LinkedHashMap<String, DemoReport.Share>();
        shares.put("之前 before", outcome.before().liked());
        shares.put("之后 after", outcome.after().liked());
        report.shares(shares);
        report.grid("之前 before: base model", shown(outcome.before().pictures()));
        report.grid(
                "之后 after: same prompts, same seeds, promoted adapter",
                shown(outcome.after().pictures()));

        report.heading("投票与排除 Votes and exclusions");
        report.table(List.of("", "votes"), counts(outcome.curation()));
        report.table(
                List.of("rater", "tier", "votes", "weight", "gold right"),
                raters(outcome.curation().path("raters")));

        report.heading("盲评 Blind comparison");
        JsonNode comparison = outcome.comparison();
        var evidence = new ArrayList<Double>();
        comparison
                .path("trace")
                .forEach(point -> evidence.add(point.path("logE").asDouble()));
        report.line(
                "ln E after each rater; promotion above the dashed line",
                evidence,
                comparison.path("threshold").asDouble());
        report.paragraph("Verdict: " + comparison.path("verdict").asText() + ", mean "
                + number(comparison.path("mean").asDouble()) + " over "
                + comparison.path("raters").asInt()
                + " raters.");

        report.heading("溯源 Lineage of the first picture");
        var chain = new ArrayList<List<String>>();
        for (JsonNode node : outcome.lineage().path("nodes")) {
            chain.add(List.of(
                    node.path("type").asText(),
                    node.path("label").asText(),
                    node.path("id").asText()));
        }
        report.table(List.of("what", "name", "id"), chain);

        report.heading("各阶段用时 Time of each stage");
        report.table(
                List.of("stage", "seconds", "outcome"),
                outcome.stages().stream()
                        .map(stage -> List.of(stage.name(), number(stage.seconds()), stage.outcome()))
                        .toList());
        return report.html();
    }

    private static List<List<String>> counts(JsonNode curation) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("保留 kept", curation.path("kept").asText()));
        curation.path("excluded")
                .properties()
                .forEach(reason -> rows.add(List.of(
                        "排除 excluded: " + reason.getKey(), reason.getValue().asText())));
        return rows;
    }

    private static List<List<String>> raters(JsonNode raters) {
        var rows = new ArrayList<List<String>>();
        raters.forEach(rater -> rows.add(List.of(
                rater.path("pseudonym").asText(),
                rater.path("tier").asText(),
                rater.path("votes").asText(),
                number(rater.path("weight").asDouble()),
                rater.path("goldRight").asText() + " / "
                        + rater.path("goldShown").asText())));
        return rows;
    }

    private static List<byte[]> shown(List<byte[]> pictures) {
        return pictures.subList(0, Math.min(SHOWN, pictures.size()));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
