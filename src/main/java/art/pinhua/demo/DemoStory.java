package art.pinhua.demo;

import art.pinhua.training.starter.Rate;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/// Turns what a demonstration found into its report.
final class DemoStory {
    private static final int SHOWN_PROMPTS = 12;

    private DemoStory() {}

    static String tell(Demo.Outcome outcome, DemoSize size) throws IOException {
        double seconds =
                outcome.stages().stream().mapToDouble(Stopwatch.Stage::seconds).sum();
        var report = new DemoReport(
                "品画 · 一次完整循环",
                "%s 分钟走完一圈：%d 条提示词，%d 位专家和 %d 位大众评审，他们都暗自偏爱暖色衣着；没有一条提示词提到颜色。 "
                                .formatted(number(seconds / 60), size.prompts(), size.experts(), size.crowd())
                        + "The loop once round in %s minutes: %d prompts, %d experts and a crowd of %d who secretly like warm garments; no prompt names a colour."
                                .formatted(number(seconds / 60), size.prompts(), size.experts(), size.crowd()));

        report.heading("暖色衣着的比例 Share of warm garments");
        var shares = new LinkedHashMap<String, Rate>();
        shares.put("之前 before", outcome.before().liked());
        shares.put("之后 after", outcome.after().liked());
        report.shares(shares);
        report.grid("之前：基础模型 Before: base model", shown(outcome.before()));
        report.grid("之后：同样的提示词、同样的种子，上线的适配器 After: same prompts, same seeds, promoted adapter", shown(outcome.after()));

        report.heading("投票与排除 Votes and exclusions");
        report.table(List.of("", "票数 votes"), counts(outcome.curation()));
        report.table(
                List.of("评审 rater", "层级 tier", "票数 votes", "权重 weight", "金标答对 gold right"),
                raters(outcome.curation().path("raters")));

        report.heading("盲评 Blind comparison");
        JsonNode comparison = outcome.comparison();
        var evidence = new ArrayList<Double>();
        comparison
                .path("trace")
                .forEach(point -> evidence.add(point.path("logE").asDouble()));
        report.line(
                "每位评审之后的 ln E，越过虚线即可上线 ln E after each rater; promotion above the dashed line",
                evidence,
                comparison.path("threshold").asDouble());
        report.paragraph("结论 Verdict: %s，%d 位评审的均值 mean over raters: %s"
                .formatted(
                        comparison.path("verdict").asText(),
                        comparison.path("raters").asInt(),
                        number(comparison.path("mean").asDouble())));

        report.heading("第一张图的溯源 Lineage of the first picture");
        var chain = new ArrayList<List<String>>();
        for (JsonNode node : outcome.lineage().path("nodes")) {
            chain.add(List.of(
                    node.path("type").asText(),
                    node.path("label").asText(),
                    node.path("id").asText()));
        }
        report.table(List.of("类别 what", "名称 name", "id"), chain);

        report.heading("各阶段用时 Time of each stage");
        report.table(
                List.of("阶段 stage", "秒 seconds", "结果 outcome"),
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

    private static SequencedMap<String, List<byte[]>> shown(DemoPictures.Measured measured) {
        var rows = new LinkedHashMap<String, List<byte[]>>();
        int each = measured.pictures().size() / measured.prompts().size();
        for (int p = 0; p < Math.min(SHOWN_PROMPTS, measured.prompts().size()); p++) {
            rows.put(measured.prompts().get(p), measured.pictures().subList(p * each, (p + 1) * each));
        }
        return rows;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
