package art.pinhua.prompt;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A list of prompts as a person wrote it, with every flaw found and where. Characters in pieces are composed, as
/// learned
/// words are.
record PromptList(List<Line> lines, List<Flaw> flaws) {
    static final int MAX_PROMPTS = 2000;
    static final int MAX_CHARACTERS = 500;
    private static final int MAX_TOPIC_CHARACTERS = 100;

    /// @param line where it stands in the text, from 1
    record Line(int line, String text, @Nullable String topic) {}

    record Flaw(int line, int column, String message) {
        @Override
        public String toString() {
            return "line " + line + ", column " + column + ": " + message;
        }
    }

    /// One prompt on each line; blank lines are passed over.
    static PromptList ofLines(String text) {
        var rows = new ArrayList<Csv.Row>();
        String[] lines = Csv.withoutByteOrderMark(text).split("\\R", -1);
        for (int i = 0; i < lines.length; i++) {
            if (!lines[i].isBlank()) {
                rows.add(new Csv.Row(i + 1, List.of(new Csv.Cell(1, lines[i]))));
            }
        }
        return check(rows, new ArrayList<>());
    }

    /// Columns text and topic, the second optional; a first row that says so is a header.
    static PromptList ofCsv(String text) {
        var flaws = new ArrayList<Flaw>();
        List<Csv.Row> rows = new ArrayList<>(Csv.rows(text, flaws));
        if (!rows.isEmpty() && rows.getFirst().isHeader("text", "topic")) {
            rows.removeFirst();
        }
        return check(rows, flaws);
    }

    private static PromptList check(List<Csv.Row> rows, List<Flaw> flaws) {
        var lines = new ArrayList<Line>();
        Map<String, Integer> firstLines = new HashMap<>();
        if (rows.isEmpty() && flaws.isEmpty()) {
            flaws.add(new Flaw(1, 1, "there is no prompt"));
        }
        if (rows.size() > MAX_PROMPTS) {
            var first = rows.get(MAX_PROMPTS);
            flaws.add(new Flaw(
                    first.line(), 1, "at most " + MAX_PROMPTS + " prompts are allowed, there are " + rows.size()));
            return new PromptList(List.of(), List.copyOf(flaws));
        }
        for (Csv.Row row : rows) {
            Csv.Cell prompt = row.cells().getFirst();
            String text = Normalizer.normalize(prompt.text().strip(), Normalizer.Form.NFC);
            String topic = row.cells().size() > 1 ? row.cells().get(1).text().strip() : "";
            int before = flaws.size();
            flawOf(text, MAX_CHARACTERS, "the prompt", flaws, row.line(), prompt.column());
            if (text.isEmpty()) {
                flaws.add(new Flaw(row.line(), prompt.column(), "the prompt is empty"));
            }
            if (row.cells().size() > 2) {
                Csv.Cell extra = row.cells().get(2);
                flaws.add(new Flaw(
                        row.line(),
                        extra.column(),
                        "expected text and topic, found " + row.cells().size() + " columns"));
            }
            if (!topic.isEmpty()) {
                flawOf(
                        topic,
                        MAX_TOPIC_CHARACTERS,
                        "the topic",
                        flaws,
                        row.line(),
                        row.cells().get(1).column());
            }
            Integer first = firstLines.putIfAbsent(text, row.line());
            if (first != null && !text.isEmpty()) {
                flaws.add(new Flaw(row.line(), prompt.column(), "the same prompt stands in line " + first));
            }
            if (flaws.size() == before) {
                lines.add(new Line(row.line(), text, topic.isEmpty() ? null : topic));
            }
        }
        return new PromptList(List.copyOf(lines), List.copyOf(flaws));
    }

    private static void flawOf(String text, int max, String what, List<Flaw> flaws, int line, int column) {
        if (text.length() > max) {
            flaws.add(new Flaw(line, column, what + " has " + text.length() + " characters, at most " + max));
        }
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            flaws.add(new Flaw(line, column, what + " contains a control character"));
        }
    }
}
