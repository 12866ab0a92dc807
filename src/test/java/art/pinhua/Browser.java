package art.pinhua;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// As much of a browser as sign-in needs: cookies, redirects one at a time, forms.
public final class Browser {
    private static final Pattern FIELD =
            Pattern.compile("<input [^>]*name=\"([^\"]+)\"[^>]*?(?: value=\"([^\"]*)\")?[^>]*>");
    private static final int MOST_REDIRECTS = 10;

    public record Page(URI address, int status, String body, Map<String, List<String>> headers) {
        public Optional<String> header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().getFirst())
                    .findFirst();
        }

        /// Names and values of the fields of the page's form.
        public Map<String, String> form() {
            var fields = new LinkedHashMap<String, String>();
            var matcher = FIELD.matcher(body);
            while (matcher.find()) {
                fields.put(
                        matcher.group(1),
                        Optional.ofNullable(matcher.group(2)).orElse("").replace("&amp;", "&"));
            }
            return fields;
        }
    }

    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final URI home;

    public Browser(String home) {
        this.home = URI.create(home);
    }

    public List<HttpCookie> cookies() {
        return cookies.getCookieStore().getCookies();
    }

    /// A cookie that somebody else put there.
    public void plant(HttpCookie cookie) {
        cookies.getCookieStore().add(home, cookie);
    }

    /// One request, no redirect followed.
    public Page step(String address) {
        return send(HttpRequest.newBuilder(home.resolve(address))
                .header("Accept", "text/html,*/*;q=0.8")
                .GET()
                .build());
    }

    /// Follows redirects up to a page.
    public Page open(String address) {
        return follow(step(address));
    }

    /// Sends a form to an address relative to the page that shows it, and follows.
    public Page submit(Page page, String action, Map<String, String> fields) {
        return follow(post(page.address().resolve(action), fields));
    }

    public Page post(URI address, Map<String, String> fields) {
        var body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /// Signs in through the pages of the bundled provider and returns to `to`.
    public Page signIn(String name, String password, String to) {
        var page = open("/login?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8));
        var fields = page.form();
        fields.put("username", name);
        fields.put("password", password);
        return submit(page, "authorize", fields);
    }

    private Page follow(Page page) {
        var reached = page;
        for (int i = 0; i < MOST_REDIRECTS; i++) {
            var next = reached.header("Location");
            if (next.isEmpty()) {
                return reached;
            }
            reached = step(reached.address().resolve(next.get()).toString());
        }
        throw new AssertionError("redirects without end, last to " + reached.address());
    }

    private Page send(HttpRequest request) {
        try {
            var response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return new Page(
                    request.uri(),
                    response.statusCode(),
                    response.body(),
                    response.headers().map());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("request to " + request.uri(), e);
        }
    }
}
