package art.pinhua.platform.identity;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.Browser;
import art.pinhua.Forms;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Sign-in from the outside: pages, cookies and redirects of the running application.
@QuarkusTest
class SignInTest extends SignInCase {
    @Inject
    SignInGrants grants;

    @Inject
    TokenIssuer issuer;

    @Inject
    BundledProvider provider;

    @Test
    void aPersonSignsInWorksAndSignsOut() {
        var name = invited(Set.of("curator"));
        var browser = new Browser(home);
        var page = browser.signIn(name, PASSWORD, "/api/me?after=sign-in");
        assertEquals(200, page.status(), page.body());
        assertEquals("/api/me?after=sign-in", path(page));
        assertTrue(page.body().contains("\"signedIn\":true"), page.body());
        assertTrue(page.body().contains("\"name\":\"" + name + "\""), page.body());
        assertEquals(200, browser.open("/api/jobs").status(), "a curator sees jobs");
        assertEquals(403, browser.open("/api/people").status(), "and not people");

        var session = browser.cookies().stream()
                .filter(cookie -> cookie.getName().startsWith("q_session"))
                .toList();
        assertFalse(session.isEmpty());
        assertTrue(session.stream().allMatch(HttpCookie::isHttpOnly), "scripts cannot read the session");

        browser.step("/logout");
        assertTrue(browser.open("/api/me").body().contains("\"signedIn\":false"));
    }

    @Test
    void aSessionOutlivesItsTokens() throws InterruptedException {
        var browser = new Browser(home);
        browser.signIn(invited(Set.of("expert")), PASSWORD, "/api/me");
        Thread.sleep(tokenLife.plusMillis(500).toMillis());
        assertTrue(browser.open("/api/me").body().contains("\"signedIn\":true"));
    }

    @Test
    void wrongPasswordsAndUnknownNamesLookAlike() {
        var name = invited(Set.of("expert"));
        var wrong = new Browser(home).signIn(name, PASSWORD + "!", "/api/me");
        var unknown = new Browser(home).signIn("nobody" + name, PASSWORD, "/api/me");
        assertEquals(401, wrong.status());
        assertEquals(401, unknown.status());
        assertEquals(alert(wrong), alert(unknown));
    }

    @Test
    void guessingIsSlowedDownEvenWhenTheLastGuessIsRight() {
        var name = invited(Set.of("expert"));
        clock.stop();
        for (int i = 0; i < 5; i++) {
            assertEquals(
                    401, new Browser(home).signIn(name, "guess " + i, "/api/me").status());
        }
        assertEquals(429, new Browser(home).signIn(name, PASSWORD, "/api/me").status());
        clock.advance(Duration.ofSeconds(3));
        assertEquals(401, new Browser(home).signIn(name, "guess 6", "/api/me").status());
        clock.advance(Duration.ofSeconds(3));
        assertEquals(429, new Browser(home).signIn(name, PASSWORD, "/api/me").status(), "the wait doubles");
        clock.advance(Duration.ofSeconds(3));
        clock.start(); // else the tokens might have run out already
        assertEquals(200, new Browser(home).signIn(name, PASSWORD, "/api/me").status());
    }

    @Test
    void guessesThatComeTogetherAreCountedOneByOne() throws InterruptedException {
        var name = invited(Set.of("expert"));
        clock.stop();
        try (var threads = Executors.newFixedThreadPool(20)) {
            var answers = threads
                    .invokeAll(IntStream.range(0, 20)
                            .<Callable<Integer>>mapToObj(i -> () -> new Browser(home)
                                    .signIn(name, "guess " + i, "/api/me")
                                    .status())
                            .toList())
                    .stream()
                    .map(Future::resultNow)
                    .toList();
            assertTrue(answers.stream().allMatch(status -> status == 401 || status == 429), answers::toString);
            long looked = answers.stream().filter(status -> status == 401).count();
            // five are free and two are looked into together
            assertTrue(looked >= 5 && looked <= 7, "looked into " + looked + " of 20");
        }
    }

    @Test
    void whatAPersonVotesIsKeptByTheirIdAndNotByTheirName() {
        var name = invited(Set.of("expert"));
        var browser = new Browser(home);
        browser.signIn(name, PASSWORD, "/api/me");
        Api.given()
                .cookies(cookies(browser))
                .body(Map.of("textVersion", 1))
                .post("/api/rating/consent")
                .then()
                .statusCode(200)
                .body("tier", equalTo("EXPERT"));
        var id = accounts.localNamed(name).orElseThrow().id.toString();
        assertEquals("1", ratersOf(id));
        assertEquals("0", ratersOf(name));
    }

    @Test
    void aFormThatThisBrowserWasNotShownIsRefused() {
        var name = invited(Set.of("expert"));
        var attacker = new Browser(home).open("/login?to=/studio");
        var fields = attacker.form();
        fields.put("username", name);
        fields.put("password", PASSWORD);
        var victim = new Browser(home).submit(attacker, "authorize", fields);
        assertEquals(403, victim.status(), "login CSRF");
    }

    @Test
    void aCodeIsOfNoUseToAnotherBrowser() {
        var name = invited(Set.of("expert"));
        var browser = new Browser(home);
        var page = browser.open("/login?to=/api/me");
        var fields = page.form();
        fields.put("username", name);
        fields.put("password", PASSWORD);
        var redirect = browser.post(page.address().resolve("authorize"), fields);
        var callback = redirect.header("Location").orElseThrow();
        assertTrue(callback.contains("code="), callback);
        var stranger = new Browser(home);
        stranger.step(callback);
        assertTrue(stranger.open("/api/me").body().contains("\"signedIn\":false"));
    }

    @Test
    void whoeverCannotBeSignedInReadsThatInsteadOfAProblem() {
        var browser = new Browser(home);
        var asked = browser.step("/login?to=/studio").header("Location").orElseThrow();
        var state = asked.replaceAll(".*[?&]state=([^&]+).*", "$1");
        var page = browser.open("/login/callback?code=run-out&state=" + state);
        assertEquals(401, page.status());
        assertTrue(page.body().contains("<h1>登录没有完成</h1>"), page.body());
        assertTrue(page.body().contains("href=\"/\""), page.body());
    }

    @Test
    void requestsOfOtherClientsAreRefused() {
        var good =
                new Browser(home).step("/login?to=/studio").header("Location").orElseThrow();
        for (var bad : List.of(
                good.replace("client_id=pinhua-web", "client_id=other"),
                good.replaceAll("redirect_uri=[^&]+", "redirect_uri=https%3A%2F%2Fevil.example%2F"),
                good.replace("code_challenge_method=S256", "code_challenge_method=plain"),
                good.replaceAll("code_challenge=[^&]+", "code_challenge="),
                good.replaceAll("state=[^&]+", "state="))) {
            assertNotEquals(good, bad);
            var page = new Browser(home).step(bad);
            assertEquals(400, page.status(), bad);
            assertFalse(page.body().contains("evil.example"));
        }
        assertEquals(200, new Browser(home).step(good).status());
    }

    @Test
    void tokensNeedTheClientsSecretAndAKnownGrant() throws Exception {
        var refused = new Browser(home).post(URI.create(home + "/idp/token"), Map.of("grant_type", "password"));
        assertEquals(401, refused.status());
        assertTrue(refused.body().contains("invalid_client"));
        var password = "grant_type=password&username=" + invited(Set.of("expert")) + "&password=" + PASSWORD;
        assertEquals(400, tokens(password.replace(' ', '+'), true).statusCode());
    }

    /// The field that decides comes last.
    @Test
    void longFormsArriveWholeAlsoInChunks() throws Exception {
        var account = people.add(newName(), "Erin", Set.of("expert"));
        var refresh = grants.issueRefresh(UUID.randomUUID(), account.id);
        for (boolean told : List.of(true, false)) {
            assertEquals(200, refreshed(refresh, told).statusCode());
            var refused = refreshed(refresh + "x", told);
            assertEquals(400, refused.statusCode());
            assertTrue(refused.body().contains("invalid_grant"), refused.body());
        }
    }

    private HttpResponse<String> refreshed(String token, boolean told) throws Exception {
        return tokens("grant_type=refresh_token&refresh_token=" + token, told);
    }

    private HttpResponse<String> tokens(String grant, boolean told) throws Exception {
        var client = (provider.clientId() + ":" + provider.clientSecret()).getBytes(StandardCharsets.UTF_8);
        var request = Forms.post(URI.create(home + "/idp/token"), Forms.filling(60) + grant, told)
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(client));
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    /// A stolen cookie is worth nothing after the sign-out, though its token has not run out.
    @Test
    void aSignOutHoldsForCopiesOfTheCookie() {
        var browser = new Browser(home);
        browser.signIn(invited(Set.of("curator")), PASSWORD, "/api/me");
        var stolen = cookies(browser);
        RestAssured.given().cookies(stolen).get("/api/jobs").then().statusCode(200);
        browser.open("/logout");
        var gone = browser.open("/api/me").body();
        assertTrue(gone.contains("\"signedIn\":false"), gone);
        RestAssured.given().cookies(stolen).get("/api/jobs").then().statusCode(401);
    }

    @Test
    void signingOutEverywhereEndsEverySession() {
        var name = invited(Set.of("expert"));
        var desk = new Browser(home);
        desk.signIn(name, PASSWORD, "/api/me");
        var phone = new Browser(home);
        assertEquals(200, phone.signIn(name, PASSWORD, "/api/me").status());
        Api.given()
                .cookies(cookies(desk))
                .post("/api/me/sign-out-everywhere")
                .then()
                .statusCode(204);
        assertTrue(phone.open("/api/me").body().contains("\"signedIn\":false"));
        assertTrue(desk.open("/api/me").body().contains("\"signedIn\":false"));
        assertEquals(200, phone.signIn(name, PASSWORD, "/api/me").status(), "and may sign in again");
        Api.given().post("/api/me/sign-out-everywhere").then().statusCode(401);
    }

    @Test
    void aNewKeySignsAndTheOldOnesTokensHold() {
        var before = new Browser(home);
        before.signIn(invited(Set.of("expert")), PASSWORD, "/api/me");
        var kept = keys.publicKeys().size();
        var old = keys.signer().keyId();
        var rotated = keys.rotate(SigningKeys.pair());
        assertNotEquals(old, rotated);
        assertEquals(rotated, keys.signer().keyId());
        assertEquals(kept + 1, keys.publicKeys().size());
        assertTrue(before.open("/api/me").body().contains("\"signedIn\":true"));
        var after = new Browser(home);
        assertEquals(
                200,
                after.signIn(invited(Set.of("expert")), PASSWORD, "/api/me").status());
        assertTrue(after.open("/api/me").body().contains("\"signedIn\":true"));
        clock.advance(Duration.ofDays(3));
        var last = keys.rotate(SigningKeys.pair());
        assertEquals(2, keys.publicKeys().size(), "the replaced ones are forgotten, the last but one is kept");
        clock.advance(Duration.ofDays(91));
        assertNotEquals(last, keys.signer().keyId(), "in its turn, without anybody asking");
    }

    @Test
    void anAdministratorChangesTheKeyByRequest() {
        var admin = new Browser(home);
        admin.signIn(invited(Set.of("admin")), PASSWORD, "/api/me");
        var answer = Api.given().cookies(cookies(admin)).post("/api/sign-in/keys");
        assertEquals(200, answer.statusCode());
        assertEquals(keys.signer().keyId(), answer.path("keyId"));
        var expert = new Browser(home);
        expert.signIn(invited(Set.of("expert")), PASSWORD, "/api/me");
        Api.given().cookies(cookies(expert)).post("/api/sign-in/keys").then().statusCode(403);
    }

    /// A session cookie planted before the sign-in is not the one that is signed in afterwards.
    @Test
    void aPlantedSessionIsReplaced() {
        var attacker = new Browser(home);
        attacker.signIn(invited(Set.of("expert")), PASSWORD, "/api/me");
        var planted = cookies(attacker);
        var victim = new Browser(home);
        attacker.cookies().forEach(victim::plant);
        var name = invited(Set.of("curator"));
        victim.open("/logout");
        victim.signIn(name, PASSWORD, "/api/me");
        assertTrue(victim.open("/api/me").body().contains(name));
        var own = cookies(victim);
        assertTrue(planted.keySet().stream().anyMatch(cookie -> cookie.startsWith("q_session")), planted::toString);
        planted.forEach((cookie, value) -> {
            if (cookie.startsWith("q_session")) {
                assertNotEquals(value, own.get(cookie));
            }
        });
        assertFalse(
                attacker.open("/api/me").body().contains(name), "the attacker's cookie does not become the victim's");
    }

    @Test
    void aSessionAloneChangesNothing() {
        var browser = new Browser(home);
        browser.signIn(invited(Set.of("admin")), PASSWORD, "/api/me");
        var session = browser.cookies().stream().collect(Collectors.toMap(HttpCookie::getName, HttpCookie::getValue));
        var wish = Map.of("name", newName(), "displayName", "Made by whom", "roles", Set.of("expert"));
        for (var mark : List.of(
                Map.of("Origin", "https://evil.example"),
                Map.of("Origin", "null"),
                Map.of("Sec-Fetch-Site", "cross-site", "X-Pinhua-Request", "1"),
                Map.of("Sec-Fetch-Site", "same-site", "Origin", home),
                Map.<String, String>of())) {
            RestAssured.given()
                    .cookies(session)
                    .headers(mark)
                    .contentType(ContentType.JSON)
                    .body(wish)
                    .post("/api/people")
                    .then()
                    .statusCode(403)
                    .body("code", equalTo("CROSS_SITE_REQUEST"));
        }
        Api.given().cookies(session).body(wish).post("/api/people").then().statusCode(200);
    }

    @Test
    void aBearerTokenOpensNothing() {
        var account = people.add(newName(), "Ada", Set.of("admin"));
        var session = UUID.randomUUID();
        var refresh = grants.issueRefresh(session, account.id);
        var token = issuer.issue(account, session, refresh, null).accessToken();
        var bearer = Map.of("Authorization", "Bearer " + token);
        Api.given().headers(bearer).get("/api/people").then().statusCode(401);
        Api.given().headers(bearer).get("/api/me").then().statusCode(200).body("signedIn", equalTo(false));
    }

    @Test
    void signInReturnsToThisSiteOnly() {
        var name = invited(Set.of("expert"));
        var browser = new Browser(home);
        browser.signIn(name, PASSWORD, "/api/me");
        for (var elsewhere : List.of("//evil.example", "https://evil.example", "/\\evil.example", "/%zz", "evil")) {
            assertFalse(LoginResource.ours(elsewhere), elsewhere);
        }
        assertTrue(LoginResource.ours("/studio/campaigns/7?tab=votes#top"));
        assertTrue(LoginResource.ours("/"));
        assertFalse(LoginResource.ours("/a#b#c"), "no address has two fragments");
        assertEquals(
                home + "/studio",
                browser.step("/login?to=//evil.example").header("Location").orElseThrow());
    }

    @Test
    void pagesSpeakTheReadersLanguageAndRunNothing() {
        var page = new Browser(home).open("/login?to=/studio");
        assertTrue(page.body().contains("<html lang=\"zh-CN\">"));
        assertTrue(page.body().contains("登录品画"));
        assertFalse(page.body().contains("<script"));
        assertTrue(page.header("Content-Security-Policy").orElseThrow().contains("default-src 'none'"));
        assertEquals("DENY", page.header("X-Frame-Options").orElseThrow());
        assertEquals("no-store", page.header("Cache-Control").orElseThrow());
        assertEquals(200, new Browser(home).open("/idp/style.css").status());
    }

    private String ratersOf(String subject) {
        return sql.one("select count(*) from rater where subject = ?", row -> row.getString(1), subject);
    }
}
