package art.pinhua.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.demo.ApiClient;
import art.pinhua.demo.AppProcess;
import art.pinhua.demo.CrowdCampaign;
import art.pinhua.demo.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The schema of the next release under the feet of this one (row 26), and a migration that breaks (row 27).
@Tag("slow")
class MigrationsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void theNextReleasesSchemaDisturbsNobody() throws Exception {
        try (var house = new House(folder)) {
            var web = house.start("web1", "web", Map.of());
            house.start("worker1", "worker", Map.of());
            try (var curator = new ApiClient(web.address())) {
                curator.acceptInvitation(web.invitation(), "admin", House.PASSWORD);
                var campaign = CrowdCampaign.open(curator);
                var journal = new Journal(folder.resolve("journal"));
                try (var load = new VoteLoad(house.webs(), campaign, journal, 26).start(3)) {
                    load.awaitReceipts(10, PATIENCE);
                    var before = load.count();
                    write(
                            "V9001__add_a_column.sql",
                            "set lock_timeout = '2s'; alter table vote add column mood text default 'calm';");
                    write(
                            "V9002__hold_a_new_rule.sql",
                            "set lock_timeout = '2s'; alter table vote add constraint mood_is_known"
                                    + " check (mood in ('calm', 'other')) not valid;"
                                    + " alter table vote validate constraint mood_is_known;");
                    write("V9003__find_moods.sql", "create index concurrently vote_of_mood on vote (mood);");
                    write("V9003__find_moods.sql.conf", "executeInTransaction=false");
                    long began = System.nanoTime();
                    flyway(house).migrate();
                    var took = Duration.ofNanos(System.nanoTime() - began);
                    load.awaitReceipts(20, PATIENCE);
                    var during = load.count().since(before);
                    assertEquals(0, during.errors(), during::toString);

                    web.ask();
                    web.awaitExit(PATIENCE);
                    house.restart("web1");
                    load.awaitReceipts(10, PATIENCE);
                    load.finish();
                    try (var database = house.connect()) {
                        assertEquals(
                                1,
                                count(
                                        database,
                                        "select count(*) from pg_index"
                                                + " where indexrelid = 'vote_of_mood'::regclass and indisvalid"));
                        var findings = LedgerCheck.of(journal.file(), database);
                        assertEquals(List.of(), findings.faults());
                        FaultReport.row(
                                26,
                                "expand migration (column, rule, index) under load",
                                during.acknowledged() + " votes during " + FaultReport.seconds(took)
                                        + ", 0 answers 5xx; this release starts on the newer schema; " + findings);
                    }
                }
            }
        }
    }

    @Test
    void aBrokenMigrationIsToldInOneLineAndLeavesNothing() throws Exception {
        try (var house = new House(folder.resolve("house"))) {
            flyway(house).migrate();
            Map<String, Long> whole;
            String newest;
            try (var database = house.connect()) {
                newest = text(database, "select max(version) from flyway_schema_history");
                whole = objects(database);
            }
            var broken = write(
                    "V9001__break.sql",
                    "create table half (id int); insert into half values (1); alter table nowhere add column x int;");
            var refusal =
                    assertThrows(FlywayException.class, () -> flyway(house).migrate());
            assertTrue(String.valueOf(refusal.getMessage()).contains("nowhere"), refusal::toString);
            try (var database = house.connect()) {
                assertEquals(whole, objects(database), "no table, column or index of it");
                assertEquals(newest, text(database, "select max(version) from flyway_schema_history where success"));
            }
            Files.writeString(broken, "create table half (id int);");
            assertEquals(1, flyway(house).migrate().migrationsExecuted);
        }
        // and as the product tells it: its own newest migration meets a table that stands in the way
        try (var house = new House(folder.resolve("own"))) {
            flyway(house, before("separate_the_rights")).migrate();
            try (var database = house.connect()) {
                // of the owner, or a grant stumbles over it before
                execute(
                        database,
                        "create table erasure (mine text); alter table erasure owner to "
                                + house.owner().user());
            }
            var refused = assertThrows(IOException.class, () -> house.start("web1", "both", Map.of()));
            var words = String.valueOf(refused.getMessage());
            assertTrue(words.contains("pinhua: the migration V"), words);
            assertTrue(
                    words.contains("failed and left nothing behind: ERROR: relation \"erasure\" already exists"),
                    words);
            try (var database = house.connect()) {
                assertEquals(0, count(database, "select count(*) from pg_class where relname = 'secret'"));
                execute(database, "drop table erasure");
            }
            AppProcess again = house.start("web2", "both", Map.of()); // with a log of its own
            assertTrue(again.handle().isAlive());
            assertFalse(Files.readString(again.log()).contains("left nothing behind"));
            FaultReport.row(
                    27, "a migration that breaks", "one line names it, status 1, nothing of it stays; the rerun works");
        }
    }

    /// The version before the migration of this name.
    private static String before(String name) throws IOException {
        try (var files = Files.list(Repository.root().resolve("migrations"))) {
            var sorted =
                    files.map(file -> file.getFileName().toString()).sorted().toList();
            var own = sorted.stream()
                    .filter(file -> file.contains(name))
                    .findFirst()
                    .orElseThrow();
            return sorted.get(sorted.indexOf(own) - 1).substring(1, 4);
        }
    }

    private Path write(String file, String text) throws IOException {
        return Files.writeString(Files.createDirectories(folder.resolve("next")).resolve(file), text);
    }

    private Flyway flyway(House house) throws IOException {
        return flyway(house, "latest");
    }

    private Flyway flyway(House house, String target) throws IOException {
        return Flyway.configure()
                .dataSource(house.url(), house.owner().user(), house.owner().password())
                .locations(
                        "filesystem:" + Repository.root().resolve("migrations"),
                        "filesystem:" + Files.createDirectories(folder.resolve("next")))
                .target(target)
                // a concurrent index waits for every transaction, Flyway's own lock among them
                .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
                .load();
    }

    /// Tables, columns, indexes and functions, by name.
    private static Map<String, Long> objects(Connection database) throws SQLException {
        var objects = new TreeMap<String, Long>();
        try (var query = database.createStatement();
                var rows = query.executeQuery("""
                        select relname || '.' || attname, count(*) from pg_class c join pg_attribute on attrelid = c.oid
                        where relnamespace = 'public'::regnamespace group by 1
                        union all select proname::text, count(*) from pg_proc
                        where pronamespace = 'public'::regnamespace group by 1""")) {
            while (rows.next()) {
                objects.put(rows.getString(1), rows.getLong(2));
            }
        }
        return objects;
    }

    private static void execute(Connection database, String sql) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long count(Connection database, String sql) throws SQLException {
        return Long.parseLong(text(database, sql));
    }

    private static String text(Connection database, String sql) throws SQLException {
        try (var statement = database.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }
}
