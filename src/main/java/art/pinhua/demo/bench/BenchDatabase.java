package art.pinhua.demo.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.postgresql.Driver;

/// The embedded cluster of a data folder, seen from beside the application. For measurements on a folder that is
/// thrown away.
record BenchDatabase(Path folder, int port) {
    private static final String DATABASE = "pinhua";
    private static final String APPLICATION = "pinhua_app";
    private static final int PORT_LINE = 3;
    private static final int RELOAD_MILLIS = 500;

    static BenchDatabase of(Path data) throws IOException {
        Path folder = data.resolve("pg");
        var lock = Files.readAllLines(folder.resolve("data/postmaster.pid"));
        return new BenchDatabase(folder, Integer.parseInt(lock.get(PORT_LINE).strip()));
    }

    String name() {
        return DATABASE;
    }

    /// The role that the product works as.
    String applicationRole() {
        return APPLICATION;
    }

    String applicationPassword() throws IOException {
        return Files.readString(folder.resolve("secrets").resolve(APPLICATION));
    }

    Connection asApplication() throws IOException, SQLException {
        return connect(APPLICATION);
    }

    private Connection connect(String role) throws IOException, SQLException {
        var login = new Properties();
        login.setProperty("user", role);
        login.setProperty("password", Files.readString(folder.resolve("secrets").resolve(role)));
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
        return Objects.requireNonNull(new Driver().connect(url, login), url);
    }

    private void administer(String... statements) throws IOException, SQLException {
        try (var connection = connect("postgres");
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    long countVotes() throws IOException, SQLException {
        try (var connection = asApplication();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from vote")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /// Opens a campaign like another one, its tasks several times over.
    UUID copyCampaign(String campaignId, int times) throws IOException, SQLException {
        UUID copy = UUID.nameUUIDFromBytes((campaignId + System.nanoTime()).getBytes(StandardCharsets.UTF_8));
        administer("""
                create temporary table was as select * from campaign where id = '%1$s';
                update was set id = '%2$s';
                insert into campaign select * from was;
                create temporary table twin as
                    select t.id as old, gen_random_uuid() as id, row_number() over () - 1 as ordinal
                    from task t cross join generate_series(1, %3$d) where t.campaign_id = '%1$s';
                insert into task (id, campaign_id, prompt_id, kind, ordinal, overlap)
                    select twin.id, '%2$s', t.prompt_id, t.kind, twin.ordinal, t.overlap
                    from twin join task t on t.id = twin.old;
                insert into task_image (task_id, position, image_id, sha256, degradation)
                    select twin.id, i.position, i.image_id, i.sha256, i.degradation
                    from twin join task_image i on i.task_id = twin.old;
                analyze task, task_image, assignment, vote, rater;
                """.formatted(campaignId, copy, times));
        return copy;
    }

    /// What the server wrote into its log while something was done, every statement with its parameters among it.
    String logOf(Doing doing) throws Exception {
        Path log = folder.resolve("postgres.log");
        administer("alter system set log_statement = 'all'", "select pg_reload_conf()");
        TimeUnit.MILLISECONDS.sleep(RELOAD_MILLIS);
        long before = Files.size(log);
        try {
            doing.go();
            TimeUnit.MILLISECONDS.sleep(RELOAD_MILLIS);
        } finally {
            administer("alter system reset log_statement", "select pg_reload_conf()");
            TimeUnit.MILLISECONDS.sleep(RELOAD_MILLIS);
        }
        byte[] all = Files.readAllBytes(log);
        return new String(all, (int) before, all.length - (int) before, StandardCharsets.UTF_8);
    }

    interface Doing {
        void go() throws Exception;
    }

    /// The first row of a query as texts by column.
    Map<String, String> row(String sql, List<String> parameters) throws IOException, SQLException {
        try (var connection = asApplication();
                var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, parameters.get(i), Types.OTHER);
            }
            try (var rows = statement.executeQuery()) {
                var row = new LinkedHashMap<String, String>();
                rows.next();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    row.put(rows.getMetaData().getColumnLabel(column), String.valueOf(rows.getString(column)));
                }
                return row;
            }
        }
    }
}
