package art.pinhua.demo.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// PostgreSQL's own load generator.
final class PgbenchYardstick implements Yardstick {
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");
    private static final Pattern FAILED = Pattern.compile("number of failed transactions: (\\d+)");

    private final String version;
    private final BenchDatabase database;
    private final VoteScript script;
    private final Path folder;

    private PgbenchYardstick(String version, BenchDatabase database, VoteScript script, Path folder) {
        this.version = version;
        this.database = database;
        this.script = script;
        this.folder = folder;
    }

    /// @return nothing when there is no pgbench on the path
    static Optional<Yardstick> find(BenchDatabase database, VoteScript script, Path folder)
            throws InterruptedException {
        try {
            var process = new ProcessBuilder("pgbench", "--version").start();
            String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0
                    ? Optional.of(new PgbenchYardstick(version, database, script, folder))
                    : Optional.empty();
        } catch (IOException noSuchProgram) {
            return Optional.empty();
        }
    }

    @Override
    public String name() {
        return version + ", prepared statements";
    }

    @Override
    public double rate(List<VoteCrowd.Rater> raters, int connections, int votes) throws Exception {
        Path file = Files.writeString(folder.resolve("vote.sql"), text(raters, connections, votes));
        Path log = folder.resolve("pgbench.log");
        int threads = Math.min(connections, Runtime.getRuntime().availableProcessors());
        var builder = new ProcessBuilder(
                        "pgbench",
                        "--no-vacuum",
                        "--protocol=prepared",
                        "--client=" + connections,
                        "--jobs=" + threads,
                        "--transactions=" + raters.size() / connections * votes,
                        "--define=turn=0",
                        "--file=" + file,
                        "--host=127.0.0.1",
                        "--port=" + database.port(),
                        "--username=" + database.applicationRole(),
                        database.name())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("PGPASSWORD", database.applicationPassword());
        int status = builder.start().waitFor();
        String report = Files.readString(log);
        var rate = RATE.matcher(report);
        var failed = FAILED.matcher(report);
        if (status != 0 || !rate.find() || (failed.find() && !failed.group(1).equals("0"))) {
            throw new IOException("pgbench ended with " + status + ":\n" + report);
        }
        return Double.parseDouble(rate.group(1));
    }

    private String text(List<VoteCrowd.Rater> raters, int connections, int votes) {
        return text(script, raters.stream().map(rater -> rater.id().toString()).toList(), connections, votes);
    }

    /// Each client takes raters of its own, one after the other, and casts all votes of each.
    static String text(VoteScript script, List<String> raters, int connections, int votes) {
        String ids = raters.stream().map(id -> "'" + id + "'").collect(Collectors.joining(", "));
        var text = new StringBuilder("""
                \\if :turn %% %1$d = 0
                \\set seat :client_id + %2$d * (:turn / %1$d) + 1
                select (array[%3$s])[:seat] as rater \\gset
                select id from assignment where rater_id = :rater and state = 'ISSUED' order by issued_at, id limit 1 \\gset next_
                \\endif
                \\set turn :turn + 1
                """.formatted(votes, connections, ids));
        for (VoteScript.Step step : script.steps()) {
            text.append(step.sql())
                    .append(
                            switch (step.capture()) {
                                case NOTHING -> ";\n";
                                case FACTS -> " \\gset f_\n";
                                case NEXT -> " \\aset next_\n";
                            });
        }
        return text.toString();
    }
}
