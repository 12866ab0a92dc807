package art.pinhua.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One visitor of the product: a cookie jar and JSON over HTTP, nothing that a browser could not do.
public final class ApiClient implements AutoCloseable {
    private static final Pattern INPUT = Pattern.compile("<input\\b[^>]*>", Pattern.CASE_INSENSITIVE);
    private static final Pattern ACTION =
            Pattern.compile("<form\\b[^>]*action=\"?([^\"\\s>]*)\"?", Pattern.CASE_INSENSITIVE);
    private static final int REDIRECTS = 12;
    private static final int UNAVAILABLE = 503;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int BETWEEN_MILLIS = 250;

    private final URI base;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    public ApiClient(URI base) {
        this.base = base;
    }

    /// An answer with a status that says no, with what the server explained.
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        private final int status;

        Refused(int status, String request, String body) {
            super(request + " -> " + status + ": " + body);
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    /// A server on a busy machine may answer 503, "try again in a moment": that is done, for a while.
    public JsonNode get(String path) throws IOException, InterruptedException {
        return json.readTree(insist(request(path).GET()).body());
    }

    public JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return read(ok(send(posting(path, body))));
    }

    /// As [#post], with the patience of [#get], for what does no harm when it arrives twice: a vote
    /// with its id, or the question for the next tasks.
    public JsonNode insist(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return read(insist(posting(path, body)));
    }

    private HttpRequest.Builder posting(String path, Map<String, ?> body) throws IOException {
        return request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)));
    }

    public byte[] bytes(String path) throws IOException, InterruptedException {
        return insist(request(path).setHeader("Accept", "image/*").GET()).body();
    }

    /// An answer that goes on, such as events. The caller closes it.
    public InputStream open(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(base.resolve(path))
                .header("Accept", "text/event-stream")
                .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            try (var body = answer.body()) {
                var words = new String(body.readAllBytes(), StandardCharsets.UTF_8);
                throw new Refused(answer.statusCode(), "GET " + path, words);
            }
        }
        return answer.body();
    }

    /// Opens an invitation and chooses the password, then signs in with it.
    public void acceptInvitation(URI invitation, String name, String password)
            throws IOException, InterruptedException {
        submitForm(page(invitation), Map.of("password", password, "again", password));
        signIn(name, password);
    }

    /// The code flow as a browser walks it: redirect, form, redirect back.
    public void signIn(String name, String password) throws IOException, InterruptedException {
        Page page = page(base.resolve("/login?to=/api/me"));
        if (ACTION.matcher(page.html()).find() || page.html().contains("<form")) {
            submitForm(page, Map.of("username", name, "password", password));
        }
        JsonNode me = get("/api/me");
        if (!me.path("signedIn").asBoolean()) {
            throw new IOException("sign-in of " + name + " did not work: " + me);
        }
    }

    private record Page(URI address, String html) {}

    /// Follows redirects by hand: each has to carry the cookies of this visitor.
    private Page page(URI first) throws IOException, InterruptedException {
        return follow(first, document(first).GET().build());
    }

    private Page follow(URI first, HttpRequest start) throws IOException, InterruptedException {
        URI address = first;
        HttpRequest request = start;
        for (int hop = 0; hop < REDIRECTS; hop++) {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            var location = answer.headers().firstValue("Location");
            if (answer.statusCode() / 100 != 3 || location.isEmpty()) {
                return new Page(address, new String(ok(answer).body(), StandardCharsets.UTF_8));
            }
            address = address.resolve(location.get());
            request = document(address).GET().build();
        }
        throw new IOException("more than " + REDIRECTS + " redirects from " + first);
    }

    private void submitForm(Page page, Map<String, String> answers) throws IOException, InterruptedException {
        Matcher action = ACTION.matcher(page.html());
        URI target = action.find() ? page.address().resolve(unescape(action.group(1))) : page.address();
        var fields = new LinkedHashMap<String, String>();
        Matcher input = INPUT.matcher(page.html());
        while (input.find()) {
            attribute(input.group(), "name")
                    .ifPresent(name ->
                            fields.put(name, attribute(input.group(), "value").orElse("")));
        }
        answers.forEach((name, value) -> fields.computeIfPresent(name, (_, _) -> value));
        String body = fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        follow(
                target,
                document(target)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Origin", base.toString())
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    /// A request for a page, as a browser makes it; who asks for no page gets none for an unknown address.
    private static HttpRequest.Builder document(URI address) {
        return HttpRequest.newBuilder(address).header("Accept", "text/html, */*;q=0.8");
    }

    private static java.util.Optional<String> attribute(String tag, String name) {
        Matcher found = Pattern.compile("\\b" + name + "=(?:\"([^\"]*)\"|([^\\s>]+))", Pattern.CASE_INSENSITIVE)
                .matcher(tag);
        if (!found.find()) {
            return java.util.Optional.empty();
        }
        return java.util.Optional.of(unescape(found.group(1) != null ? found.group(1) : found.group(2)));
    }

    private static String unescape(String html) {
        return html.replace("&quot;", "\"")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofMinutes(1))
                .header("X-Pinhua-Request", "1")
                .header("Accept", "application/json");
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> insist(HttpRequest.Builder request) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        var answer = send(request);
        while (answer.statusCode() == UNAVAILABLE && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_MILLIS);
            answer = send(request);
        }
        return ok(answer);
    }

    private JsonNode read(HttpResponse<byte[]> answer) throws IOException {
        byte[] body = answer.body();
        return body.length == 0 ? json.createObjectNode() : json.readTree(body);
    }

    private static HttpResponse<byte[]> ok(HttpResponse<byte[]> answer) throws Refused {
        if (answer.statusCode() / 100 != 2) {
            throw new Refused(
                    answer.statusCode(),
                    answer.request().method() + " " + answer.request().uri().getPath(),
                    new String(answer.body(), StandardCharsets.UTF_8));
        }
        return answer;
    }

    @Override
    public void close() {
        http.close();
    }
}
