package art.pinhua.demo;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The report of a demonstration: one HTML file that carries its pictures.
final class DemoReport {
    /// @param name  what is measured, for instance 暖色衣着 warm garments
    /// @param hits  pictures that have it
    /// @param total pictures measured
    record Share(String name, int hits, int total) {
        /// Wilson's interval at 95 %, as {low, high}.
        double[] interval() {
            double z = 1.959964;
            double n = Math.max(1, total);
            double p = hits / n;
            double centre = (p + z * z / (2 * n)) / (1 + z * z / n);
            double half = z / (1 + z * z / n) * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
            return new double[] {Math.max(0, centre - half), Math.min(1, centre + half)};
        }

        double share() {
            return hits / (double) Math.max(1, total);
        }

        @Override
        public String toString() {
            double[] interval = interval();
            return String.format(
                    Locale.ROOT, "%.0f %% [%.0f, %.0f]", 100 * share(), 100 * interval[0], 100 * interval[1]);
        }
    }

    private final StringBuilder html = new StringBuilder();

    DemoReport(String title, String summary) {
        html.append("""
                <!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>%s</title><style>
                body{font:16px/1.6 system-ui,"Noto Sans SC","PingFang SC",sans-serif;max-width:960px;margin:2rem auto;padding:0 1rem;color:#222;background:#fafaf8}
                h1,h2{font-weight:600}table{border-collapse:collapse;margin:1rem 0}td,th{padding:.3rem .8rem;text-align:left;border-bottom:1px solid #ddd}
                td.n{text-align:right;font-variant-numeric:tabular-nums}.grid{display:flex;flex-wrap:wrap;gap:4px;background:#777;padding:8px}
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

    void shares(Map<String, Share> shares) {
        html.append("<table>");
        shares.forEach((name, share) -> html.append(String.format(
                Locale.ROOT,
                "<tr><td>%s<td><span class=bar style=\"width:%.0fpx\"></span> %s <span class=iv>(%d / %d)</span>",
                escape(name),
                1 + 300 * share.share(),
                share,
                share.hits(),
                share.total())));
        html.append("</table>\n");
    }

    void grid(String caption, List<byte[]> pictures) {
        html.append("<figure><div class=grid>");
        for (byte[] picture : pictures) {
            html.append("<img alt=\"\" src=\"data:image/png;base64,")
                    .append(Base64.getEncoder().encodeToString(picture))
                    .append("\">");
        }
        html.append("</div><figcaption>").append(escape(caption)).append("</figcaption></figure>\n");
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
