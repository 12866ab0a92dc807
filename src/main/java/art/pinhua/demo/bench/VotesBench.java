package art.pinhua.demo.bench;

import art.pinhua.demo.ApiClient;
import art.pinhua.demo.AppProcess;
import art.pinhua.training.measure.Rounds;
import art.pinhua.training.measure.TemporaryFolder;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// Votes a second through HTTP into the packaged product, against the same statements sent to the same database
/// without the product, in turns. Every round has a campaign and raters of its own.
final class VotesBench {
    private static final String PASSWORD = "bench-password-42";
    /// Pairs of a campaign; all show the same two pictures, which the database does not mind.
    private static final int TASKS = 48;

    /// Fewer than there are tasks, so that nobody runs out of them while others hold the last.
    private static final int VOTES = TASKS - 8;

    /// @param raters of each round
    record Size(int rounds, int connections, int raters) {
        Size {
            if (raters % connections != 0) {
                throw new IllegalArgumentException(
                        "--raters must be a multiple of --connections, were " + raters + " and " + connections);
            }
        }
    }

    private final Path repository;
    private final Size size;

    VotesBench(Path repository, Size size) {
        this.repository = repository;
        this.size = size;
    }

    /// @return Markdown
    String run() throws Exception {
        try (var folder = TemporaryFolder.make("pinhua-bench")) {
            Path data = folder.path().resolve("data");
            try (var app = AppProcess.start(repository, data, List.of(), AppProcess.WITHOUT_LIMITS)) {
                return measure(app, BenchDatabase.of(data), folder.path());
            }
        }
    }

    private String measure(AppProcess app, BenchDatabase database, Path folder) throws Exception {
        String model = openCampaign(app);
        var crowd = new VoteCrowd(app.address().getPort());
        var first = crowd.arrive(model, 1).getFirst();
        var script = VoteScript.record(database, crowd, first);
        var found = PgbenchYardstick.find(database, script, folder);
        Yardstick yardstick = found.isPresent() ? found.get() : new JdbcYardstick(database, script);

        Rounds.Measurement ours = round -> crowd.rate(newcomers(database, crowd, model), size.connections(), VOTES);
        Rounds.Measurement theirs =
                round -> yardstick.rate(newcomers(database, crowd, model), size.connections(), VOTES);
        System.err.printf("warming up: %d votes by either%n", size.raters() * VOTES);
        ours.measure(0);
        theirs.measure(0);
        var rounds = Rounds.alternate(size.rounds(), ours, theirs);
        requireAllStored(database);
        return String.format(
                        Locale.ROOT,
                        "Rounds: %d, each of %d votes by %d raters on %d connections in a campaign of %d pairs; warmed up"
                                + " before, limits per address off. Every vote is on disk before it is acknowledged."
                                + " Yardstick: %s; it sends what the product sent for one vote, taken from the server's log: %d statements.%n%n",
                        size.rounds(),
                        size.raters() * VOTES,
                        size.raters(),
                        size.connections(),
                        TASKS,
                        yardstick.name(),
                        script.steps().size())
                + "| votes a second, median | Pinhua, HTTP | yardstick, SQL alone | Pinhua / yardstick (smallest–largest) |\n"
                + "|---|---|---|---|\n"
                + rounds.row("pairs, each vote dealing the next task", "%.0f");
    }

    private List<VoteCrowd.Rater> newcomers(BenchDatabase database, VoteCrowd crowd, String model) throws Exception {
        UUID campaign = database.copyCampaign(model, TASKS);
        return crowd.arrive(campaign.toString(), size.raters());
    }

    /// A rate of votes that were not stored would mean nothing.
    private void requireAllStored(BenchDatabase database) throws Exception {
        long expected = 1 + 2L * (size.rounds() + 1) * size.raters() * VOTES;
        long stored = database.countVotes();
        if (stored != expected) {
            throw new IllegalStateException(stored + " votes are stored, " + expected + " were cast");
        }
    }

    private static String openCampaign(AppProcess app) throws IOException, InterruptedException {
        try (var curator = new ApiClient(app.address())) {
            curator.acceptInvitation(app.invitation(), "admin", PASSWORD);
            String prompts = curator.post(
                            "/api/prompt-sets", Map.of("name", "bench", "format", "LINES", "text", "夜空下穿红色长袍的人"))
                    .path("id")
                    .asText();
            String id = curator.post(
                            "/api/campaigns",
                            Map.of(
                                    "name", "bench",
                                    "kind", "COLLECTION",
                                    "question", "哪张更好?",
                                    "promptSetId", prompts,
                                    "audience", "CROWD",
                                    "taskKind", "PAIR",
                                    "imagesPerPrompt", 2,
                                    "overlap", 1000,
                                    "goldShare", 0))
                    .path("id")
                    .asText();
            curator.post("/api/campaigns/" + id + "/open", Map.of());
            JsonNode now = curator.get("/api/campaigns/" + id);
            while (!now.path("state").asText().equals("OPEN")) {
                if (now.path("state").asText().equals("DRAFT")) {
                    throw new IOException("the campaign was not opened: " + now);
                }
                TimeUnit.MILLISECONDS.sleep(200);
                now = curator.get("/api/campaigns/" + id);
            }
            return id;
        }
    }
}
