package art.pinhua.demo;

import art.pinhua.training.starter.OpenPrompts;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The loop once round: collect votes, curate, freeze, train, compare blind, promote, look again, trace back.
///
/// Everything goes through the HTTP API. The simulated people see the bytes of the pictures only; their hidden taste is
/// warm garments, which no prompt mentions.
final class Demo {
    private static final String PASSWORD = "demo-password-42";
    private static final double ALPHA = 0.05;
    private static final double LEARNING_RATE = 2e-3;

    private final Path repository;
    private final Path folder;
    private final DemoSize size;
    private final Stopwatch watch = new Stopwatch();

    Demo(Path repository, Path folder, DemoSize size) {
        this.repository = repository;
        this.folder = folder;
        this.size = size;
    }

    /// What the demonstration found, for its report and its test.
    record Outcome(
            String campaignId,
            JsonNode curation,
            JsonNode run,
            JsonNode comparison,
            JsonNode promotion,
            JsonNode lineage,
            DemoPictures.Measured before,
            DemoPictures.Measured after,
            List<Stopwatch.Stage> stages) {}

    /// @return the report
    Path run() throws Exception {
        Path report = folder.resolve("report.html");
        Outcome outcome = play();
        Files.writeString(report, DemoStory.tell(outcome, size));
        return report;
    }

    Outcome play() throws Exception {
        try (var app = watch.stage("start", () -> AppProcess.start(repository, folder, AppProcess.WITHOUT_LIMITS));
                var curator = new ApiClient(app.address())) {
            curator.acceptInvitation(app.invitation(), "admin", PASSWORD);
            return loop(app, curator);
        }
    }

    private Outcome loop(AppProcess app, ApiClient curator) throws Exception {
        JsonNode base = curator.get("/api/serving").path("modelVersion");
        var people = new DemoPeople(app.address(), curator, PASSWORD);

        String prompts = promptSet(curator, "demo", 0, size.prompts());
        String campaignId = watch.stage(
                "campaign: pictures",
                () -> openCampaign(
                        curator,
                        Map.of(
                                "name", "暖色或冷色",
                                "kind", "COLLECTION",
                                "question", "哪张更好?",
                                "promptSetId", prompts,
                                "audience", "BOTH",
                                "taskKind", "PAIR",
                                "imagesPerPrompt", size.imagesPerPrompt(),
                                "overlap", size.overlap(),
                                "goldShare", size.goldShare())));
        watch.stage("votes", () -> people.vote(campaignId, size.experts(), size.crowd(), size.votesEach()) + " votes");
        curator.post("/api/campaigns/" + campaignId + "/close", Map.of());

        JsonNode curation = watch.stage("curation", () -> new Shown(DemoJobs.curate(curator, campaignId)))
                .json();
        String snapshotId = watch.stage(
                "snapshot",
                () -> DemoJobs.freeze(curator, curation.path("id").asText(), "demo")
                        .path("id")
                        .asText());
        JsonNode run = watch.stage("training", () -> new Shown(train(curator, snapshotId)))
                .json();
        String candidate = run.path("modelVersionId").asText();

        String fresh = promptSet(curator, "demo, blind", size.prompts(), size.comparisonPrompts());
        JsonNode comparison = watch.stage(
                        "blind comparison",
                        () -> new Shown(compare(curator, people, base.path("id").asText(), candidate, fresh)))
                .json();
        JsonNode promotion = curator.post(
                "/api/promotions",
                comparison.path("verdict").asText().equals("CHALLENGER_WINS")
                        ? Map.of(
                                "modelVersionId",
                                candidate,
                                "comparisonId",
                                comparison.path("id").asText())
                        : Map.of("modelVersionId", candidate, "reason", "demonstration: verdict not reached"));

        var evaluation = OpenPrompts.list(size.prompts(), size.comparisonPrompts());
        var pictures = new DemoPictures(curator);
        var before = watch.stage(
                "pictures before",
                () -> pictures.make(evaluation, base.path("id").asText()));
        var after = watch.stage("pictures after", () -> pictures.make(evaluation, null));
        JsonNode lineage = curator.get("/api/lineage/images/" + after.firstImageId());
        return new Outcome(campaignId, curation, run, comparison, promotion, lineage, before, after, watch.stages());
    }

    private static String promptSet(ApiClient curator, String name, int from, int count)
            throws IOException, InterruptedException {
        return curator.post(
                        "/api/prompt-sets",
                        Map.of(
                                "name",
                                name,
                                "format",
                                "LINES",
                                "text",
                                String.join("\n", OpenPrompts.list(from, count))))
                .path("id")
                .asText();
    }

    private static String openCampaign(ApiClient curator, Map<String, ?> settings)
            throws IOException, InterruptedException {
        String id = curator.post("/api/campaigns", settings).path("id").asText();
        curator.post("/api/campaigns/" + id + "/open", Map.of());
        awaitOpen(curator, id);
        return id;
    }

    private static void awaitOpen(ApiClient curator, String campaignId) throws IOException, InterruptedException {
        await(curator, "/api/campaigns/" + campaignId, "OPEN", "DRAFT");
    }

    private JsonNode train(ApiClient curator, String snapshotId) throws IOException, InterruptedException {
        String id = curator.post(
                        "/api/runs",
                        Map.of(
                                "snapshotId",
                                snapshotId,
                                "name",
                                "warm",
                                "steps",
                                size.steps(),
                                "batchGroups",
                                size.batchGroups(),
                                "rank",
                                8,
                                "learningRate",
                                LEARNING_RATE,
                                "seed",
                                1))
                .path("id")
                .asText();
        return await(curator, "/api/runs/" + id, "DONE", "FAILED");
    }

    private JsonNode compare(ApiClient curator, DemoPeople people, String champion, String challenger, String prompts)
            throws Exception {
        JsonNode comparison = curator.post(
                "/api/comparisons",
                Map.of(
                        "name",
                        "warm against base",
                        "championVersionId",
                        champion,
                        "challengerVersionId",
                        challenger,
                        "promptSetId",
                        prompts,
                        "audience",
                        "CROWD",
                        "overlap",
                        size.comparisonRaters(),
                        "votesPerRater",
                        size.comparisonVotes(),
                        "alpha",
                        ALPHA));
        String campaignId = comparison.path("campaignId").asText();
        curator.post("/api/campaigns/" + campaignId + "/open", Map.of());
        awaitOpen(curator, campaignId);
        people.vote(campaignId, 0, size.comparisonRaters(), size.comparisonVotes());
        curator.post("/api/campaigns/" + campaignId + "/close", Map.of());
        return curator.get("/api/comparisons/" + comparison.path("id").asText());
    }

    private static JsonNode await(ApiClient curator, String path, String good, String bad)
            throws IOException, InterruptedException {
        while (true) {
            JsonNode now = curator.get(path);
            String state = now.path("state").asText();
            if (state.equals(good)) {
                return now;
            }
            if (state.equals(bad)) {
                throw new IOException(path + " ended as " + now);
            }
            TimeUnit.MILLISECONDS.sleep(300);
        }
    }

    /// An answer of the server whose printed form is short.
    private record Shown(JsonNode json) {
        @Override
        public String toString() {
            var words = new ArrayList<String>();
            for (String field : List.of("kept", "votes", "heldoutAccuracy", "verdict", "mean", "raters")) {
                if (json.path(field).isValueNode()) {
                    words.add(field + " " + json.path(field).asText());
                }
            }
            return String.join(", ", words);
        }
    }
}
