package art.pinhua.demo.bench;

import art.pinhua.demo.bench.LoggedStatements.Statement;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What one vote is for the database: the statements that the product itself sent for one, recorded from the server's
/// log, with names in place of what is another value in the next vote.
///
/// `:rater` is who votes, `:next_id` the assignment dealt last, `:f_…` a column of the assignment's facts.
record VoteScript(List<Step> steps) {
    /// Where the columns of a statement's answer go.
    enum Capture {
        NOTHING,
        /// The one row, as `f_` and the column's name.
        FACTS,
        /// The last row, as `next_` and the column's name.
        NEXT
    }

    /// @param sql with `:names`
    record Step(String sql, Capture capture) {}

    private static final Pattern PLACE = Pattern.compile("\\$(\\d+)");
    private static final Pattern NAME = Pattern.compile("(?<!:):([a-z_]+)");
    private static final int SHORTEST_ID = 30;

    VoteScript {
        steps = List.copyOf(steps);
    }

    /// Records one vote of a rater.
    static VoteScript record(BenchDatabase database, VoteCrowd crowd, VoteCrowd.Rater rater) throws Exception {
        var cast = new ArrayList<VoteCrowd.Cast>();
        String log = database.logOf(() -> cast.add(crowd.castOne(rater)));
        var ids = cast.getFirst();
        var statements = LoggedStatements.about(
                log,
                Set.of(
                        rater.id().toString(),
                        ids.assignmentId().toString(),
                        ids.voteId().toString()));
        return of(statements, rater.id().toString(), ids, statement -> facts(database, statement));
    }

    private static Map<String, String> facts(BenchDatabase database, Statement statement)
            throws IOException, SQLException {
        var values = new ArrayList<String>();
        Matcher places = PLACE.matcher(statement.text());
        while (places.find()) {
            values.add(String.valueOf(statement.parameters().get(Integer.parseInt(places.group(1)) - 1)));
        }
        return database.row(places.replaceAll("?"), values);
    }

    interface Facts {
        Map<String, String> of(Statement statement) throws IOException, SQLException;
    }

    /// @param facts the answer of the statement that looks the assignment up
    static VoteScript of(List<Statement> statements, String rater, VoteCrowd.Cast ids, Facts facts)
            throws IOException, SQLException {
        if (statements.stream().noneMatch(statement -> verb(statement).startsWith("insert into vote"))) {
            throw new IOException("no vote was found in the server's log, but: " + statements);
        }
        var names = new LinkedHashMap<String, String>();
        names.put(rater, ":rater");
        names.put(ids.assignmentId().toString(), ":next_id");
        names.put(ids.voteId().toString(), "gen_random_uuid()");
        var steps = new ArrayList<Step>();
        boolean known = false;
        for (Statement statement : statements) {
            boolean looksUp = !known
                    && verb(statement).startsWith("select")
                    && statement.parameters().contains(ids.assignmentId().toString());
            steps.add(new Step(
                    named(statement, names),
                    looksUp ? Capture.FACTS : verb(statement).startsWith("with") ? Capture.NEXT : Capture.NOTHING));
            if (looksUp) {
                known = true;
                facts.of(statement).forEach((column, value) -> {
                    if (varies(value)) {
                        names.putIfAbsent(value, ":f_" + column);
                    }
                });
            }
        }
        return new VoteScript(steps);
    }

    private static String verb(Statement statement) {
        return statement.text().strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }

    /// Ids and lists; shorter texts are constants such as states.
    private static boolean varies(String value) {
        return value.length() >= SHORTEST_ID || value.startsWith("{");
    }

    private static String named(Statement statement, Map<String, String> names) {
        return PLACE.matcher(statement.text().strip())
                .replaceAll(place -> Matcher.quoteReplacement(
                        value(statement.parameters().get(Integer.parseInt(place.group(1)) - 1), names)));
    }

    private static String value(@Nullable String parameter, Map<String, String> names) {
        if (parameter == null) {
            return "null";
        }
        String name = names.get(parameter.startsWith("{") ? parameter.replace("\"", "") : parameter);
        return name == null ? "'" + parameter.replace("'", "''") + "'" : name;
    }

    /// Names in the order in which a statement has them.
    static List<String> names(String sql) {
        return NAME.matcher(sql).results().map(found -> found.group(1)).toList();
    }

    /// The statement with `?` in place of names.
    static String unnamed(String sql) {
        return NAME.matcher(sql).replaceAll("?");
    }
}
