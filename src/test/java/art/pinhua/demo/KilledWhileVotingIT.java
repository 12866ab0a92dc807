package art.pinhua.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.ServerPrograms;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// kill -9 of the application while votes arrive: what was acknowledged is stored, and nothing is counted twice.
class KilledWhileVotingIT {
    private static final String PASSWORD = "voting-password-1";
    private static final int VOTERS = 3;
    /// Guards against waiting for ever, says nothing about speed; longer than a start may take.
    private static final Duration HANG = Duration.ofMinutes(8);

    @TempDir
    Path folder;

    private final List<String> acknowledged = new CopyOnWriteArrayList<>();
    private final AtomicBoolean enough = new AtomicBoolean();

    @Test
    void acknowledgedVotesSurviveAndRetriesCountOnce() throws Exception {
        try (var app = AppProcess.start(Repository.root(), ServerPrograms.sharedBy(folder), AppProcess.WITHOUT_LIMITS);
                var curator = new ApiClient(app.address())) {
            curator.acceptInvitation(app.invitation(), "admin", PASSWORD);
            String campaign = CrowdCampaign.open(curator);
            try (var voters = Executors.newFixedThreadPool(VOTERS)) {
                var done = new ArrayList<java.util.concurrent.Future<?>>();
                for (int i = 0; i < VOTERS; i++) {
                    done.add(voters.submit(() -> {
                        vote(app, campaign);
                        return null;
                    }));
                }
                try {
                    awaitAcknowledged(6);
                    app.kill();
                    // each voter may hold one receipt that came before the kill and is not entered yet
                    int before = acknowledged.size() + VOTERS;
                    app.restart(Repository.root(), AppProcess.WITHOUT_LIMITS);
                    awaitAcknowledged(before + 3);
                } finally {
                    enough.set(true);
                }
                for (var voter : done) {
                    voter.get();
                }
            }
            curator.signIn("admin", PASSWORD);
            int stored = curator.get("/api/campaigns/" + campaign)
                    .path("counts")
                    .path("votes")
                    .asInt();
            assertEquals(acknowledged.size(), acknowledged.stream().distinct().count());
            assertEquals(acknowledged.size(), stored);
        }
    }

    /// Votes until told to stop, as one visitor after another; an answer that did not come is asked for
    /// again with the same vote id.
    private void vote(AppProcess app, String campaign) throws InterruptedException, IOException {
        while (!enough.get()) {
            try (var client = new ApiClient(app.address())) {
                voteToTheEnd(client, campaign);
            }
        }
    }

    /// Until this visitor has seen every task, or nothing more is wanted.
    private void voteToTheEnd(ApiClient client, String campaign) throws InterruptedException, IOException {
        JsonNode queue = untilAnswered(client, "/api/rating/campaigns/" + campaign + "/next", Map.of("count", 3));
        while (!enough.get() && !queue.isEmpty()) {
            var vote = CrowdCampaign.vote(queue.get(0));
            queue = untilAnswered(client, "/api/rating/votes", vote).path("next");
            acknowledged.add(String.valueOf(vote.get("voteId")));
            TimeUnit.MILLISECONDS.sleep(150);
        }
    }

    private static JsonNode untilAnswered(ApiClient client, String path, Map<String, ?> body)
            throws InterruptedException, IOException {
        long deadline = System.nanoTime() + HANG.toNanos();
        while (true) {
            try {
                return client.post(path, body);
            } catch (ApiClient.Refused no) {
                if (no.status() < 500 || System.nanoTime() > deadline) {
                    throw no;
                }
            } catch (IOException connectionLost) { // the outcome is unknown: ask again
                if (System.nanoTime() > deadline) {
                    throw connectionLost;
                }
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private void awaitAcknowledged(int count) throws InterruptedException {
        long deadline = System.nanoTime() + HANG.toNanos();
        while (acknowledged.size() < count) {
            assertTrue(System.nanoTime() < deadline, () -> "only " + acknowledged.size() + " votes acknowledged");
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
