package art.pinhua.prompt;

import java.util.ArrayList;
import java.util.List;

/// Comma-separated values as RFC 4180 has them: quoted cells may hold commas, line breaks and doubled quotes.
/// Reading goes on after a flaw, so that one answer names them all.
final class Csv {
    private final String text;
    private final List<PromptList.Flaw> flaws;
    private final List<Row> rows = new ArrayList<>();
    private int at;
    private int line = 1;
    private int lineStart;
    private boolean open; // a quote swallowed the rest of the text

    /// @param column of its first character, from 1
    record Cell(int column, String text) {}

    /// @param line of its first character, from 1
    record Row(int line, List<Cell> cells) {
        boolean isHeader(String... names) {
            for (int i = 0; i < cells.size(); i++) {
                if (i >= names.length || !cells.get(i).text().strip().equalsIgnoreCase(names[i])) {
                    return false;
                }
            }
            return true;
        }

        private boolean isBlank() {
            return cells.size() == 1 && cells.getFirst().text().isBlank();
        }
    }

    private Csv(String text, List<PromptList.Flaw> flaws) {
        this.text = text;
        this.flaws = flaws;
    }

    /// Rows that are not blank; flaws of form are added to `flaws`.
    static List<Row> rows(String text, List<PromptList.Flaw> flaws) {
        return new Csv(withoutByteOrderMark(text), flaws).read();
    }

    static String withoutByteOrderMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private List<Row> read() {
        while (at < text.length()) {
            int start = line;
            var cells = new ArrayList<Cell>();
            cells.add(cell());
            while (at < text.length() && text.charAt(at) == ',') {
                at++;
                cells.add(cell());
            }
            lineBreak();
            var row = new Row(start, List.copyOf(cells));
            if (!row.isBlank() && !open) {
                rows.add(row);
            }
        }
        return rows;
    }

    private Cell cell() {
        int column = column();
        if (at < text.length() && text.charAt(at) == '"') {
            return new Cell(column, quoted(column));
        }
        int start = at;
        while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            if (text.charAt(at) == '"') {
                flaws.add(new PromptList.Flaw(line, column(), "a quote inside a cell that does not begin with one"));
            }
            at++;
        }
        return new Cell(column, text.substring(start, at));
    }

    private String quoted(int column) {
        int startLine = line;
        var content = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"' && at + 1 < text.length() && text.charAt(at + 1) == '"') {
                content.append('"');
                at += 2;
            } else if (c == '"') {
                at++;
                afterQuote();
                return content.toString();
            } else if (c == '\n' || c == '\r') {
                content.append('\n');
                lineBreak();
            } else {
                content.append(c);
                at++;
            }
        }
        flaws.add(new PromptList.Flaw(startLine, column, "the quote that opens here is never closed"));
        open = true;
        return content.toString();
    }

    private void afterQuote() {
        if (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            flaws.add(
                    new PromptList.Flaw(line, column(), "a comma or the end of the line must follow a closing quote"));
            while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
                at++;
            }
        }
    }

    private void lineBreak() {
        if (at < text.length()) {
            boolean two = text.startsWith("\r\n", at);
            at += two ? 2 : 1;
            line++;
            lineStart = at;
        }
    }

    private int column() {
        return at - lineStart + 1;
    }
}
