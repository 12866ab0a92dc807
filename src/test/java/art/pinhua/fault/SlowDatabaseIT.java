package art.pinhua.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.demo.ApiClient;
import art.pinhua.demo.AppProcess;
import art.pinhua.demo.CrowdCampaign;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A database behind a bad line: slow (row 17), or swallowing every byte without a word (row 18).
@Tag("slow")
class SlowDatabaseIT {
    private static final int CROWD = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private record Answer(int status, String type, Duration time) {
        boolean saysWhy() {
            return status < 400 || type.startsWith("application/problem+json");
        }
    }

    /// A process that is both gives people up no later than one that has pages alone.
    @ParameterizedTest
    @ValueSource(strings = {"web", "both"})
    void requestsNeitherPileUpNorHang(String role) throws Exception {
        try (var house = new House(folder);
                var proxy = FaultProxy.before(house.url())) {
            if (role.equals("web")) {
                assertTrue(house.start("worker1", "worker", Map.of()).handle().isAlive());
            }
            house.route(proxy.route());
            var web = house.start("web1", role, Map.of());
            try (var curator = new ApiClient(web.address())) {
                curator.acceptInvitation(web.invitation(), "admin", House.PASSWORD);
                var campaign = CrowdCampaign.open(curator);
                var journal = new Journal(folder.resolve("journal"));
                try (var load = new VoteLoad(house.webs(), campaign, journal, 17).start(2)) {
                    load.awaitReceipts(10, PATIENCE);
                    slow(web, proxy, role);
                    load.awaitReceipts(5, PATIENCE);
                    swallowed(web, proxy, load, role);
                    load.finish();
                    try (var database = house.connect()) {
                        assertEquals(
                                List.of(),
                                LedgerCheck.of(journal.file(), database).faults());
                    }
                }
            }
        }
    }

    private static void slow(AppProcess web, FaultProxy proxy, String role) throws Exception {
        crowd(web.address(), 50);
        long before = resident(web);
        proxy.delay(Duration.ofMillis(250)); // there and back
        var answers = new ArrayList<Answer>();
        for (int i = 0; i < 5; i++) {
            answers.addAll(crowd(web.address(), CROWD));
        }
        proxy.pass();
        assertTrue(answers.stream().allMatch(Answer::saysWhy), answers::toString);
        var shed = answers.stream()
                .filter(each -> each.status() == 503)
                .map(Answer::time)
                .sorted()
                .toList();
        assertTrue(shed.size() > CROWD, () -> "some are turned away at once: " + shed.size());
        long grown = resident(web) - before;
        var quick = shed.get(shed.size() / 2);
        var p99 = shed.get(shed.size() * 99 / 100);
        var longest = Collections.max(answers.stream().map(Answer::time).toList());
        FaultReport.row(
                17,
                "database answers 500 ms late, " + 5 * CROWD + " requests at once by " + CROWD + ", role " + role,
                shed.size() + " turned away, half of them within " + quick.toMillis() + " ms, 99 % within "
                        + FaultReport.seconds(p99) + "; longest answer " + FaultReport.seconds(longest)
                        + "; memory grew by " + (grown >> 20) + " MB");
        assertTrue(longest.toSeconds() < 20, longest::toString);
        assertTrue(grown < 150L << 20, () -> "memory grew by " + grown);
    }

    private static void swallowed(AppProcess web, FaultProxy proxy, VoteLoad load, String role) throws Exception {
        proxy.blackHole();
        TimeUnit.MILLISECONDS.sleep(200);
        var answers = crowd(web.address(), 40);
        proxy.reset();
        proxy.pass();
        var recovery = load.awaitReceipts(3, PATIENCE);
        var longest = Collections.max(answers.stream().map(Answer::time).toList());
        assertTrue(answers.stream().allMatch(each -> each.status() == 503 && each.saysWhy()), answers::toString);
        FaultReport.row(
                18,
                "database swallows every byte, connections stay open, role " + role,
                "every answer 503, the last after " + FaultReport.seconds(longest) + "; votes again "
                        + FaultReport.seconds(recovery) + " after the line is back");
        assertTrue(longest.toMillis() <= 9_000, longest::toString);
    }

    /// So many requests at once that each need the database.
    private static List<Answer> crowd(URI web, int size) throws Exception {
        // a connection each, as if each came from somewhere else
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var asked = new ArrayList<CompletableFuture<Answer>>();
            for (int i = 0; i < size; i++) {
                long began = System.nanoTime();
                var request = HttpRequest.newBuilder(web.resolve("/api/rating/campaigns"))
                        .timeout(Duration.ofSeconds(40))
                        .build();
                asked.add(http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                        .thenApply(answer -> new Answer(
                                answer.statusCode(),
                                answer.headers().firstValue("Content-Type").orElse(""),
                                Duration.ofNanos(System.nanoTime() - began))));
            }
            var answers = new ArrayList<Answer>();
            for (var each : asked) {
                answers.add(each.get());
            }
            return answers;
        }
    }

    private static long resident(AppProcess app) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + app.handle().pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .sum();
    }
}
