package art.pinhua.demo.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads statements and parameters back from a server log written with `log_statement = all`.
final class LoggedStatements {
    private static final Pattern ENTRY =
            Pattern.compile("^\\d{4}-\\S+ \\S+ \\S+ \\[(\\d+)] (\\w+): {2}(?:execute [^:]*: |statement: )?");
    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+) = ('(?:[^']|'')*'|NULL)");

    private LoggedStatements() {}

    /// @param text       with `$1` and so on
    /// @param parameters texts in order, null for null
    record Statement(String text, List<@Nullable String> parameters) {}

    private static final class Entry {
        private final String process;
        private final StringBuilder text = new StringBuilder();
        private String detail = "";

        private Entry(String process) {
            this.process = process;
        }
    }

    /// The statements that carry one of these values, in order, and what frames them into transactions. Whatever else
    /// the server did at that time is left out.
    static List<Statement> about(String log, Set<String> values) {
        var kept = new ArrayList<Statement>();
        var begun = new HashMap<String, Statement>();
        var open = new HashMap<String, Boolean>();
        for (Entry entry : entries(log)) {
            var statement = statement(entry);
            String word = statement.text().strip().toLowerCase(Locale.ROOT);
            if (word.equals("begin")) {
                begun.put(entry.process, statement);
            } else if (word.equals("commit") || word.equals("rollback")) {
                begun.remove(entry.process);
                if (open.remove(entry.process) != null) {
                    kept.add(statement);
                }
            } else if (statement.parameters().stream().anyMatch(value -> value != null && values.contains(value))) {
                Optional.ofNullable(begun.remove(entry.process)).ifPresent(begin -> {
                    kept.add(begin);
                    open.put(entry.process, true);
                });
                kept.add(statement);
            }
        }
        return kept;
    }

    private static List<Entry> entries(String log) {
        var entries = new ArrayList<Entry>();
        var last = new HashMap<String, Entry>();
        Optional<StringBuilder> growing = Optional.empty();
        for (String line : log.lines().toList()) {
            Matcher start = ENTRY.matcher(line);
            if (!start.find()) {
                growing.ifPresent(text -> text.append('\n').append(line.strip()));
                continue;
            }
            growing = Optional.empty();
            String process = start.group(1);
            String rest = line.substring(start.end());
            boolean statement = line.substring(0, start.end()).contains("execute ")
                    || line.substring(0, start.end()).contains("statement: ");
            if (start.group(2).equals("LOG") && statement) {
                var entry = new Entry(process);
                entry.text.append(rest);
                growing = Optional.of(entry.text);
                entries.add(entry);
                last.put(process, entry);
            } else if (start.group(2).equals("DETAIL")) {
                Optional.ofNullable(last.get(process)).ifPresent(entry -> entry.detail = rest);
            }
        }
        return entries;
    }

    private static Statement statement(Entry entry) {
        Map<Integer, @Nullable String> values = new HashMap<>();
        Matcher parameter = PARAMETER.matcher(entry.detail);
        while (parameter.find()) {
            String value = parameter.group(2);
            values.put(
                    Integer.parseInt(parameter.group(1)),
                    value.equals("NULL")
                            ? null
                            : value.substring(1, value.length() - 1).replace("''", "'"));
        }
        var parameters = new ArrayList<@Nullable String>();
        for (int i = 1; i <= values.size(); i++) {
            parameters.add(values.get(i));
        }
        return new Statement(entry.text.toString(), parameters);
    }
}
