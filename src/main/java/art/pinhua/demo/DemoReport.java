package art.pinhua.demo;

import art.pinhua.training.starter.Rate;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/// The report of a demonstration: one HTML file that carries its pictures.
final class DemoReport {
    private final StringBuilder html = new StringBuilder();

    DemoReport(String title, String summary) {
        html.append("""
                <!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>%s</title><style>
                body{font:16px/1.6 system-ui,"Noto Sans SC","PingFang SC",sans-serif;max-width:960px;margin:2rem auto;padding:0 1rem;color:#222;background:#fafaf8}
                h1,h2{font-weight:600}table{border-collapse:collapse;margin:1rem 0}td,th{padding:.3rem .8rem;text-align:left;border-bottom:1px solid #ddd}
                td.n{text-align:right;font-variant-numeric:tabular-nums}.grid{display:grid;gap:4px;align-items:center;overflow-x:auto}
                .grid img{width:96px;height:96px;image-rendering:pixelated}.bar{height:14px;background:#c65;display:inline-block}.iv{color:#666}
                svg{background:#fff;border:1px solid #ddd}figure{margin:1rem 0}figcaption{color:#555}
                </style><h1>%s</h1><p>%s</p>
                """.formatted(escape(title), escape(title), escape(summary)));
    }

    void heading(String text) {
        html.append("<h2>").append(escape(text)).append("</h2>\n");
    }

    void paragraph(String text) {
        html.append("<p>").append(escape(text)).append("</p>\n");
    }

    /// @param rows cells from left to right; numbers are set to the right
    void table(List<String> head, List<List<String>> rows) {
        html.append("<table><tr>");
        head.forEach(cell -> html.append("<th>").append(escape(cell)));
        for (var row : rows) {
            html.append("<tr>");
            row.forEach(cell -> html.append(cell.matches("[-+\\d.,% /]*") ? "<td class=n>" : "<td>")
                    .append(escape(cell)));
        }
        html.append("</table>\n");
    }

    void shares(Map<String, Rate> shares) {
        html.append("<table>");
        shares.forEach((name, share) -> html.append(String.format(
                Locale.ROOT,
                "<tr><td>%s<td><span class=bar style=\"width:%.0fpx\"></span> %.0f %% [%.0f, %.0f]"
                        + " <span class=iv>(%d / %d)</span>",
                escape(name),
                1 + 300 * (share.of() == 0 ? 0 : share.share()),
                100 * share.share(),
                100 * share.low(),
                100 * share.high(),
                share.hits(),
                share.of())));
        html.append("</table>\n");
    }

    /// @param rows pictures of a prompt by the prompt, each row as long as the first
    void grid(String caption, SequencedMap<String, List<byte[]>> rows) {
        int columns = rows.isEmpty() ? 1 : rows.firstEntry().getValue().size();
        html.append("<figure><figcaption>")
                .append(escape(caption))
                .append("</figcaption><div class=grid style=\"grid-template-columns:repeat(%d,96px) auto\">"
                        .formatted(columns));
        rows.forEach((prompt, pictures) -> {
            for (byte[] picture : pictures) {
                html.append("<img alt=\"\" src=\"data:image/png;base64,")
                        .append(Base64.getEncoder().encodeToString(picture))
                        .append("\">");
            }
            html.append("<span>").append(escape(prompt)).append("</span>");
        });
        html.append("</div></figure>\n");
    }

    /// A line chart with a dashed threshold; x is the position in the list.
    void line(String caption, List<Double> values, double threshold) {
        double low = Math.min(0, values.stream().mapToDouble(v -> v).min().orElse(0));
        double high =
                Math.max(threshold, values.stream().mapToDouble(v -> v).max().orElse(1)) * 1.05 + 1e-9;
        var points = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(i, values.size()), y(values.get(i), low, high)));
        }
        html.append(String.format(
                Locale.ROOT,
                "<figure><svg width=640 height=200 role=img aria-label=\"%s\"><line x1=0 x2=640 y1=%.1f y2=%.1f stroke=\"#888\" stroke-dasharray=\"5 4\"/>"
                        + "<polyline fill=none stroke=\"#a33\" stroke-width=2 points=\"%s\"/></svg><figcaption>%s</figcaption></figure>%n",
                escape(caption),
                y(threshold, low, high),
                y(threshold, low, high),
                points,
                escape(caption)));
    }

    private static double x(int i, int count) {
        return 10 + 620.0 * i / Math.max(1, count - 1);
    }

    private static double y(double value, double low, double high) {
        return 190 - 180 * (value - low) / (high - low);
    }

    String html() {
        return html.toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
