package art.pinhua.demo.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/// A plain loop over JDBC, for machines without pgbench.
record JdbcYardstick(BenchDatabase database, VoteScript script) implements Yardstick {
    @Override
    public String name() {
        return "a plain JDBC loop (no pgbench on the path; Debian: apt-get install postgresql-contrib)";
    }

    @Override
    public double rate(List<VoteCrowd.Rater> raters, int connections, int votes) throws Exception {
        var work = new ArrayList<Callable<Integer>>();
        for (int seat = 0; seat < connections; seat++) {
            int first = seat;
            work.add(() -> {
                try (var connection = database.asApplication()) {
                    for (int i = first; i < raters.size(); i += connections) {
                        visit(connection, raters.get(i), votes);
                    }
                }
                return 0;
            });
        }
        long began = System.nanoTime();
        try (var threads = Executors.newFixedThreadPool(connections)) {
            for (var part : threads.invokeAll(work)) {
                part.get();
            }
        }
        return raters.size() * votes / ((System.nanoTime() - began) / 1e9);
    }

    private void visit(Connection connection, VoteCrowd.Rater rater, int votes) throws IOException, SQLException {
        var values = new HashMap<String, String>();
        values.put("rater", rater.id().toString());
        values.put("next_id", rater.first().assignmentId());
        for (int vote = 0; vote < votes; vote++) {
            for (VoteScript.Step step : script.steps()) {
                execute(connection, step, values);
            }
        }
    }

    private static void execute(Connection connection, VoteScript.Step step, Map<String, String> values)
            throws IOException, SQLException {
        try (var statement = connection.prepareStatement(VoteScript.unnamed(step.sql()))) {
            int place = 0;
            for (String name : VoteScript.names(step.sql())) {
                String value = values.get(name);
                if (value == null) {
                    throw new IOException("nothing is known of " + name + " in " + step.sql());
                }
                statement.setObject(++place, value, Types.OTHER);
            }
            if (statement.execute()) {
                try (var rows = statement.getResultSet()) {
                    capture(rows, step.capture(), values);
                }
            }
        }
    }

    private static void capture(ResultSet rows, VoteScript.Capture capture, Map<String, String> values)
            throws SQLException {
        while (rows.next()) {
            if (capture != VoteScript.Capture.NOTHING) {
                String prefix = capture == VoteScript.Capture.FACTS ? "f_" : "next_";
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    values.put(
                            prefix + rows.getMetaData().getColumnLabel(column), String.valueOf(rows.getString(column)));
                }
            }
        }
    }
}
