package art.pinhua.demo.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Anonymous raters who vote through HTTP as fast as they are answered: each asks for tasks once, then every vote
/// brings
/// the next ones.
final class VoteCrowd {
    private static final Pattern ASSIGNMENT =
            Pattern.compile("\"assignmentId\":\"([0-9a-f-]{36})\".*?\"token\":\"([^\"]+)\"");
    private static final Pattern RATER = Pattern.compile("pinhua_rater=1\\.([0-9a-f-]{36})\\..*");
    private static final int AT_ONCE = 5;

    private final int port;

    VoteCrowd(int port) {
        this.port = port;
    }

    /// An assignment and what proves that it was shown.
    record Task(String assignmentId, String token) {}

    /// Somebody who has been shown the first tasks.
    record Rater(UUID id, String cookie, Task first) {}

    /// A vote and the ids it was stored under.
    record Cast(UUID voteId, UUID assignmentId) {}

    List<Rater> arrive(String campaignId, int number) throws IOException {
        var raters = new ArrayList<Rater>();
        try (var client = new WireClient(port)) {
            for (int i = 0; i < number; i++) {
                var answer =
                        client.post("/api/rating/campaigns/" + campaignId + "/next", "", "{\"count\":" + AT_ONCE + "}");
                var cookie = RATER.matcher(answer.cookie());
                var task = newest(answer.body());
                if (!cookie.matches() || task.isEmpty()) {
                    throw new IOException("a newcomer was answered " + answer);
                }
                raters.add(new Rater(UUID.fromString(cookie.group(1)), answer.cookie(), task.get()));
            }
        }
        return raters;
    }

    /// All raters vote, so many at a time as there are connections.
    /// @param votes of each rater
    /// @return votes a second
    double rate(List<Rater> raters, int connections, int votes) throws Exception {
        var work = new ArrayList<Callable<Integer>>();
        for (int seat = 0; seat < connections; seat++) {
            int first = seat;
            work.add(() -> {
                int done = 0;
                try (var client = new WireClient(port)) {
                    for (int i = first; i < raters.size(); i += connections) {
                        done += visit(client, raters.get(i), votes);
                    }
                }
                return done;
            });
        }
        int done = 0;
        long began = System.nanoTime();
        try (var threads = Executors.newFixedThreadPool(connections)) {
            for (var part : threads.invokeAll(work)) {
                done += part.get();
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        if (done != raters.size() * votes) {
            throw new IOException(done + " votes were acknowledged instead of " + raters.size() * votes);
        }
        return done / seconds;
    }

    /// One vote, for others to see what it takes.
    Cast castOne(Rater rater) throws IOException {
        try (var client = new WireClient(port)) {
            return cast(client, rater, rater.first(), 0).vote();
        }
    }

    private static int visit(WireClient client, Rater rater, int votes) throws IOException {
        Optional<Task> task = Optional.of(rater.first());
        int done = 0;
        while (done < votes && task.isPresent()) {
            task = cast(client, rater, task.get(), done).next();
            done++;
        }
        return done;
    }

    private record Answered(Cast vote, Optional<Task> next) {}

    private static Answered cast(WireClient client, Rater rater, Task task, int number) throws IOException {
        UUID voteId = UUID.nameUUIDFromBytes((rater.id() + "/" + number).getBytes(StandardCharsets.UTF_8));
        var answer = client.post(
                "/api/rating/votes",
                rater.cookie(),
                "{\"voteId\":\"" + voteId + "\",\"assignmentId\":\"" + task.assignmentId() + "\",\"token\":\""
                        + task.token() + "\",\"choice\":\"" + (number % 2 == 0 ? "LEFT" : "RIGHT")
                        + "\",\"dwellMillis\":1500,\"input\":\"TAP\"}");
        if (answer.status() != 200 || !answer.body().contains("\"STORED\"")) {
            throw new IOException("a vote was answered " + answer);
        }
        return new Answered(new Cast(voteId, UUID.fromString(task.assignmentId())), newest(answer.body()));
    }

    /// The assignment dealt last; the list is in that order.
    private static Optional<Task> newest(String body) {
        Matcher found = ASSIGNMENT.matcher(body);
        Optional<Task> newest = Optional.empty();
        while (found.find()) {
            newest = Optional.of(new Task(found.group(1), found.group(2)));
        }
        return newest;
    }
}
