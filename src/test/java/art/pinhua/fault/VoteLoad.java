package art.pinhua.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Visitors who vote without end, through faults, as phones do: an id for each vote before it is sent, the same id
/// until a receipt comes, another web process when one does not answer. Every vote is delivered twice, concurrently.
final class VoteLoad implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofMillis(500);
    private static final Duration ANSWER = Duration.ofSeconds(8);
    private static final List<String> CHOICES = List.of("LEFT", "RIGHT", "TIE", "BOTH_BAD");
    /// How the kinds of errors begin that are no answers.
    static final String CUT = "cut: ";
    private static final int NOT_FOUND_TRIES = 3;
    private static final Pattern CODE = Pattern.compile("\"code\":\"(\\w+)\"");

    private final List<URI> webs;
    private final String campaign;
    private final Journal journal;
    private final long seed;
    private final ObjectMapper json = new ObjectMapper();
    /// HTTP/1.1 as proxies speak it, and HTTP/2 with all its requests on one connection.
    private final List<HttpClient> clients = Stream.of(HttpClient.Version.HTTP_1_1, HttpClient.Version.HTTP_2)
            .map(version -> HttpClient.newBuilder()
                    .version(version)
                    .connectTimeout(CONNECT)
                    .build())
            .toList();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> voters = new ArrayList<>();
    private final AtomicBoolean enough = new AtomicBoolean();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger alreadyStored = new AtomicInteger();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger errors = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicInteger unreached = new AtomicInteger();
    private final Set<String> errorKinds = ConcurrentHashMap.newKeySet();
    private final AtomicLong longestPause = new AtomicLong();
    private final AtomicLong lastReceipt = new AtomicLong(System.nanoTime());

    VoteLoad(List<URI> webs, String campaign, Journal journal, long seed) {
        this.webs = webs;
        this.campaign = campaign;
        this.journal = journal;
        this.seed = seed;
    }

    VoteLoad start(int count) {
        for (int i = 0; i < count; i++) {
            var random = new Random(seed + i);
            voters.add(threads.submit(() -> {
                while (!enough.get()) {
                    new Phone(random).voteToTheEnd();
                }
                return null;
            }));
        }
        return this;
    }

    /// What happened so far.
    /// @param answers  answers of any status
    /// @param errors   those of the 5xx kind
    /// @param lost      requests that were taken and got none
    /// @param streams   those among them that shared a connection of HTTP/2
    /// @param unreached requests that found no open port, or none in time
    /// @param repeated  receipts that said the vote was there already
    record Count(int acknowledged, int answers, int errors, int lost, int streams, int unreached, int repeated) {
        Count since(Count earlier) {
            return new Count(
                    acknowledged - earlier.acknowledged,
                    answers - earlier.answers,
                    errors - earlier.errors,
                    lost - earlier.lost,
                    streams - earlier.streams,
                    unreached - earlier.unreached,
                    repeated - earlier.repeated);
        }
    }

    Count count() {
        return new Count(
                acknowledged.get(),
                answers.get(),
                errors.get(),
                lost.get(),
                streams.get(),
                unreached.get(),
                alreadyStored.get());
    }

    /// Status and code of the 5xx answers, and how connections were cut, since this was asked last.
    List<String> errorKinds() {
        var kinds = errorKinds.stream().sorted().toList();
        errorKinds.removeAll(kinds);
        return kinds;
    }

    /// Waits for receipts that come from now on.
    ///
    /// @return how long the first of them took
    Duration awaitReceipts(int more, Duration patience) throws InterruptedException {
        long began = System.nanoTime();
        int before = acknowledged.get();
        long first = 0;
        while (acknowledged.get() < before + more) {
            if (first == 0 && acknowledged.get() > before) {
                first = System.nanoTime();
            }
            if (System.nanoTime() - began > patience.toNanos()) {
                throw new AssertionError("only " + (acknowledged.get() - before) + " receipts within "
                        + patience.toSeconds() + " s: " + count());
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return Duration.ofNanos((first == 0 ? System.nanoTime() : first) - began);
    }

    /// The longest time without a receipt since this was asked last.
    Duration longestPause() {
        return Duration.ofNanos(longestPause.getAndSet(0));
    }

    /// No new votes; returns when every vote on its way has its receipt.
    void finish() throws InterruptedException, ExecutionException {
        enough.set(true);
        for (var voter : voters) {
            voter.get();
        }
    }

    @Override
    public void close() {
        enough.set(true);
        threads.shutdownNow();
        clients.forEach(HttpClient::shutdownNow);
    }

    /// A newcomer with a cookie of its own, who votes until there is nothing left for them.
    private final class Phone {
        private final Random random;
        private final HttpClient http;
        private volatile int web;
        private @Nullable String cookie;

        Phone(Random random) {
            this.random = random;
            this.http = clients.get(random.nextInt(clients.size()));
            this.web = random.nextInt(webs.size());
        }

        void voteToTheEnd() throws InterruptedException, IOException {
            var queue = next();
            while (!enough.get() && !queue.isEmpty()) {
                var assignment = queue.get(0);
                var vote = vote(assignment);
                var receipts = twice(vote);
                journal.acknowledged(vote);
                acknowledged.incrementAndGet();
                long now = System.nanoTime();
                longestPause.accumulateAndGet(now - lastReceipt.getAndSet(now), Math::max);
                queue = receipts.path("next");
            }
        }

        private JsonNode next() throws InterruptedException, IOException {
            for (int tries = 0; !enough.get(); tries++) {
                var answer = send("/api/rating/campaigns/" + campaign + "/next", Map.of("count", 3));
                if (answer != null && answer.statusCode() == 200) {
                    answer.headers().firstValue("Set-Cookie").ifPresent(given -> cookie = given.replaceAll(";.*", ""));
                    return json.readTree(answer.body());
                }
                refuseNonsense(answer, tries);
                backOff(tries);
            }
            return json.createArrayNode();
        }

        private Map<String, Object> vote(JsonNode assignment) {
            var vote = new LinkedHashMap<String, Object>();
            vote.put("voteId", new UUID(random.nextLong(), random.nextLong()).toString());
            vote.put("assignmentId", assignment.path("assignmentId").asText());
            vote.put("token", assignment.path("token").asText());
            vote.put("choice", CHOICES.get(random.nextInt(CHOICES.size())));
            vote.put("dwellMillis", 900);
            vote.put("input", "TAP");
            return vote;
        }

        /// Both deliveries insist on their receipt.
        private JsonNode twice(Map<String, Object> vote) throws InterruptedException, IOException {
            var other = new CompletableFuture<JsonNode>();
            threads.submit(() -> {
                try {
                    other.complete(untilReceipt(vote, 1));
                } catch (Exception e) {
                    other.completeExceptionally(e);
                }
            });
            var one = untilReceipt(vote, 0);
            try {
                var states = Arrays.asList(
                        one.path("state").asText(), other.get().path("state").asText());
                alreadyStored.addAndGet(
                        (int) states.stream().filter("ALREADY_STORED"::equals).count());
                return one;
            } catch (ExecutionException e) {
                throw new IOException(e.getCause());
            }
        }

        private JsonNode untilReceipt(Map<String, Object> vote, int shift) throws InterruptedException, IOException {
            for (int tries = shift; ; tries++) {
                var answer = send("/api/rating/votes", vote);
                if (answer != null && answer.statusCode() == 200) {
                    return json.readTree(answer.body());
                }
                refuseNonsense(answer, tries);
                backOff(tries);
            }
        }

        /// A fault may cost time, and never turns a good vote into a bad one.
        private void refuseNonsense(@Nullable HttpResponse<String> answer, int tries) throws IOException {
            if (answer != null
                    && answer.statusCode() < 500
                    && (answer.statusCode() != 404 || tries > NOT_FOUND_TRIES)) {
                throw new IOException("refused with " + answer.statusCode() + ": " + answer.body());
            }
        }

        /// Empty when no answer came; then another process is asked next.
        private @Nullable HttpResponse<String> send(String path, Map<String, ?> body)
                throws InterruptedException, IOException {
            int asked = web; // the other delivery may turn away meanwhile
            var request = HttpRequest.newBuilder(webs.get(asked).resolve(path))
                    .timeout(ANSWER)
                    .header("Content-Type", "application/json")
                    .header("X-Pinhua-Request", "1")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)));
            if (cookie != null) {
                request.header("Cookie", cookie);
            }
            try {
                var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
                answers.incrementAndGet();
                if (answer.statusCode() >= 500) {
                    errors.incrementAndGet();
                    errorKinds.add(answer.statusCode() + " " + code(answer.body()));
                    web = (asked + 1) % webs.size();
                }
                return answer;
            } catch (IOException e) {
                if (e instanceof ConnectException || e instanceof HttpConnectTimeoutException) {
                    unreached.incrementAndGet();
                } else {
                    lost.incrementAndGet();
                    streams.addAndGet(http.version() == HttpClient.Version.HTTP_2 ? 1 : 0);
                    errorKinds.add(CUT + e);
                }
                web = (asked + 1) % webs.size();
                return null;
            }
        }

        private static String code(String body) {
            var code = CODE.matcher(body);
            return code.find() ? code.group(1) : "without a code";
        }

        private void backOff(int tries) throws InterruptedException {
            Thread.sleep(Math.min(1_000, 50L << Math.min(tries, 4)) + random.nextInt(50));
        }
    }
}
