package art.pinhua.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.demo.ApiClient;
import art.pinhua.demo.CrowdCampaign;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Faults done to two web and two worker processes on one database while visitors vote. After each the ledger is
/// proved; the bars are those of `docs/operations.md`.
final class VoteFaults implements AutoCloseable {
    private static final int VOTERS = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /// Guards against waiting for ever, says nothing about speed.
    private static final Duration HANG = Duration.ofMinutes(5);

    private final House house;
    private final ApiClient curator;
    private final Journal journal;
    private final VoteLoad load;
    private final List<String> webs;

    VoteFaults(Path folder, long seed) throws Exception {
        System.out.println("seed " + seed);
        house = new House(folder);
        var first = house.start("web1", "web", Map.of());
        curator = new ApiClient(first.address());
        // the next web process would print another invitation, and the first one would be void
        curator.acceptInvitation(first.invitation(), "admin", House.PASSWORD);
        var others = new LinkedHashMap<String, String>();
        List.of("web2", "worker1", "worker2").forEach(name -> others.put(name, name.replaceAll("\\d", "")));
        house.startAll(others);
        webs = List.of("web1", "web2");
        try (var database = house.connect()) {
            JobLog.install(database);
        }
        var campaign = CrowdCampaign.open(curator);
        run("update task set overlap = 1000000");
        journal = new Journal(folder.resolve("journal"));
        load = new VoteLoad(house.webs(), campaign, journal, seed).start(VOTERS);
        load.awaitReceipts(20, PATIENCE);
    }

    House house() {
        return house;
    }

    ApiClient curator() {
        return curator;
    }

    /// Row 1: kill -9 of a web process under load; the other answers meanwhile, and it comes back.
    void killWeb(int times) throws Exception {
        var pauses = new ArrayList<Duration>();
        var before = load.count();
        var backs = new ArrayList<Duration>();
        for (int i = 0; i < times; i++) {
            var name = webs.get(i % webs.size());
            load.longestPause();
            house.process(name).kill();
            load.awaitReceipts(20, PATIENCE);
            pauses.add(load.longestPause());
            long began = System.nanoTime();
            house.restart(name);
            backs.add(Duration.ofNanos(System.nanoTime() - began));
            load.awaitReceipts(5, PATIENCE);
        }
        report(
                1,
                "kill -9 of a web process, ×" + times,
                before,
                "longest pause " + longest(pauses) + ", it is back after " + longest(backs));
        assertTrue(Collections.max(pauses).toSeconds() < 10, () -> "votes paused for " + pauses);
    }

    /// Row 2: kill -9 of PostgreSQL with all its children; its launcher starts it again.
    void killPostgres(int times) throws Exception {
        var before = load.count();
        var pauses = new ArrayList<Duration>();
        for (int i = 0; i < times; i++) {
            var postmaster = ProcessHandle.of(house.server().pid()).orElseThrow();
            var children = postmaster.children().toList();
            load.longestPause();
            postmaster.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
            TimeUnit.SECONDS.sleep(1); // what was on its way before may still arrive
            load.awaitReceipts(20, PATIENCE);
            pauses.add(load.longestPause());
        }
        report(2, "kill -9 of PostgreSQL and its children, ×" + times, before, "longest pause " + longest(pauses));
        assertTrue(Collections.max(pauses).toSeconds() < 35, () -> "votes paused for " + pauses);
    }

    /// Row 3: every backend of the application terminated, each second.
    void terminateBackends(int seconds) throws Exception {
        var before = load.count();
        for (int i = 0; i < seconds; i++) {
            run("select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where datname = current_database() and pid <> pg_backend_pid()");
            TimeUnit.SECONDS.sleep(1);
        }
        load.awaitReceipts(5, PATIENCE);
        var during = load.count().since(before);
        long idle = ask("select count(*) from pg_stat_activity where datname = current_database()"
                + " and state = 'idle in transaction' and state_change < now() - interval '5 s'");
        report(
                3,
                "all backends terminated each second, " + seconds + " s",
                before,
                FaultReport.percent(during.errors(), during.answers()) + " of the answers 5xx, " + idle
                        + " idle in transaction");
        assertTrue(during.errors() <= .02 * during.answers() + 2, during::toString);
        assertEquals(0, idle);
    }

    /// Row 23: SIGTERM to one web process after the other, under load.
    void rollWeb(int times) throws Exception {
        load.awaitReceipts(20, PATIENCE);
        load.errorKinds(); // what the fault before left behind is not this one's
        var before = load.count();
        var stops = new ArrayList<Duration>();
        for (int i = 0; i < times; i++) {
            var name = webs.get(i % webs.size());
            var app = house.process(name);
            long began = System.nanoTime();
            app.ask();
            app.awaitExit(Duration.ofSeconds(40));
            stops.add(Duration.ofNanos(System.nanoTime() - began));
            house.restart(name);
            load.awaitReceipts(5, PATIENCE);
        }
        var during = load.count().since(before);
        var errors =
                report(23, "SIGTERM to web processes in turn, ×" + times, before, "longest stop " + longest(stops));
        assertTrue(Collections.max(stops).toSeconds() < 25, () -> "stops took " + stops);
        // a request may meet the closing of its connection on the way, and is sent again; HTTP/2 has all on one
        assertTrue(during.lost() - during.streams() <= 2 * times, during::toString);
        assertTrue(during.lost() <= 3 * times + 4, during::toString);
        assertTrue(
                errors.stream().allMatch(error -> error.equals("503 STOPPING") || error.startsWith(VoteLoad.CUT)),
                errors::toString);
    }

    /// Row 7: a worker frozen in the middle of a job, thawed when another one has taken over.
    void freezeWorker(Frozen meanwhile) throws Exception {
        var generation = paint();
        var zombie = owner(generation);
        var other = zombie.equals("worker1") ? "worker2" : "worker1";
        long began = System.nanoTime();
        House.signal("STOP", house.process(zombie).handle().pid());
        Duration takeover;
        double refusedBefore;
        try {
            await("another worker takes over", () -> owner(generation).equals(other));
            takeover = Duration.ofNanos(System.nanoTime() - began);
            meanwhile.run();
            await("it is drawn", () -> state(generation).equals("DONE"));
            long frozen = Duration.ofSeconds(12).toNanos() - (System.nanoTime() - began);
            TimeUnit.NANOSECONDS.sleep(Math.max(0, frozen));
        } finally {
            House.signal("CONT", house.process(zombie).handle().pid());
        }
        long thawed = System.nanoTime();
        var app = house.process(zombie);
        await("the old attempt is refused", () -> House.metric(app, "pinhua_fenced_writes_total") >= 1);
        var refused = Duration.ofNanos(System.nanoTime() - thawed);
        TimeUnit.SECONDS.sleep(2);
        try (var database = house.connect()) {
            var entries = JobLog.of(database, java.util.UUID.fromString(generation));
            assertEquals(List.of(), JobLog.zombieWrites(entries), entries::toString);
            assertTrue(
                    entries.stream().filter(each -> each.what().equals("image")).count() == IMAGES, entries::toString);
        }
        FaultReport.row(
                7,
                "worker frozen for three leases of 4 s, then thawed",
                "taken over after " + FaultReport.seconds(takeover) + ", 0 writes of the old attempt, which ends "
                        + FaultReport.seconds(refused) + " after it wakes");
    }

    interface Frozen {
        void run() throws Exception;
    }

    /// The end: every voter gets its last receipt, then the ledger is proved.
    void prove() throws Exception {
        load.finish();
        try (var database = house.connect()) {
            var findings = LedgerCheck.of(journal.file(), database);
            var count = load.count();
            FaultReport.row(
                    4,
                    "every vote delivered twice, concurrently",
                    findings + "; " + count.repeated() + " receipts said so");
            assertEquals(List.of(), findings.faults());
            assertEquals(count.acknowledged(), findings.acknowledged());
            assertTrue(findings.stored() > 50, findings::toString);
            assertTrue(
                    count.repeated() >= count.acknowledged(), () -> "two receipts a vote, one says stored: " + count);
        }
    }

    // ---- jobs

    private static final int IMAGES = 4;

    /// The process that is asked may still be without a database after the fault before.
    String paint() throws IOException, InterruptedException {
        return curator.insist("/api/generations", Map.of("prompt", "竹林", "count", IMAGES, "steps", 100, "seed", 1))
                .path("id")
                .asText();
    }

    /// The process that holds the job, once there is one.
    String owner(String generation) throws Exception {
        for (int i = 0; i < 600; i++) {
            try (var database = house.connect();
                    var query = database.createStatement();
                    var row = query.executeQuery("select writer from fault_log where what = 'job' and state = 'RUNNING'"
                            + " and writer like 'worker%' and subject = '" + generation
                            + "' order by seq desc limit 1")) {
                if (row.next()) {
                    return row.getString(1);
                }
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new AssertionError("nobody takes generation " + generation);
    }

    String state(String generation) throws IOException, InterruptedException {
        return curator.get("/api/generations/" + generation).path("state").asText();
    }

    // ---- common

    interface Condition {
        boolean holds() throws Exception;
    }

    static void await(String what, Condition condition) throws Exception {
        long end = System.nanoTime() + HANG.toNanos();
        while (!holds(condition)) {
            assertTrue(System.nanoTime() < end, "waited in vain: " + what);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /// A process that was just harmed may not answer yet.
    private static boolean holds(Condition condition) throws Exception {
        try {
            return condition.holds();
        } catch (IOException | SQLException notYet) {
            return false;
        }
    }

    /// @return kinds of errors that came with it
    private List<String> report(int number, String fault, VoteLoad.Count before, String measured) throws IOException {
        var during = load.count().since(before);
        var errors = load.errorKinds();
        FaultReport.row(
                number,
                fault,
                measured + "; " + during.acknowledged() + " votes acknowledged meanwhile, " + during.errors()
                        + " answers 5xx " + errors + ", " + during.lost() + " without an answer, "
                        + during.unreached() + " found no open port");
        return errors;
    }

    private static String longest(List<Duration> times) {
        return FaultReport.seconds(Collections.max(times));
    }

    void run(String sql) throws SQLException {
        try (var database = house.connect();
                var statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    long ask(String sql) throws SQLException {
        try (var database = house.connect();
                var statement = database.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() {
        load.close();
        curator.close();
        house.close();
    }
}
