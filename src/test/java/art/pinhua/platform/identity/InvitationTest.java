package art.pinhua.platform.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Browser;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Invitations and passwords from the outside: chosen, changed, taken away.
@QuarkusTest
class InvitationTest extends SignInCase {
    @Test
    void anInvitationWorksOnce() {
        var account = people.add(newName(), "Erin", Set.of("expert"));
        var address = people.invite(account.id).url();
        var browser = new Browser(home);
        var page = browser.open(address);
        assertEquals(200, page.status());
        assertTrue(page.body().contains("readonly value=\"" + account.name + "\""), page.body());

        assertEquals(
                400,
                browser.submit(page, "invite", choice(page, "short", "short")).status());
        assertEquals(
                400,
                browser.submit(page, "invite", choice(page, PASSWORD, "another one"))
                        .status());
        assertEquals(
                400,
                browser.submit(page, "invite", choice(page, account.name + " 1234", account.name + " 1234"))
                        .status());
        assertEquals("/studio", path(browser.submit(page, "invite", choice(page, PASSWORD, PASSWORD))), "signed in");
        assertTrue(browser.open("/api/me").body().contains("\"name\":\"" + account.name + "\""));

        assertEquals(410, browser.open(address).status());
        assertEquals(
                410,
                browser.submit(page, "invite", choice(page, "somebody else's", "somebody else's"))
                        .status());
        var later = new Browser(home);
        assertEquals(200, later.signIn(account.name, PASSWORD, "/api/me").status());
    }

    @Test
    void whoAcceptsAnInvitationIsNotWhoeverWasSignedInThere() {
        var browser = new Browser(home);
        var before = browser.signIn(invited(Set.of("admin")), PASSWORD, "/api/me");
        assertTrue(before.body().contains("\"signedIn\":true"), before.body());
        var account = people.add(newName(), "Erin", Set.of("expert"));
        var page = browser.open(people.invite(account.id).url());
        browser.submit(page, "invite", choice(page, PASSWORD, PASSWORD));
        var after = browser.open("/api/me").body();
        assertTrue(after.contains("\"name\":\"" + account.name + "\""), after);
    }

    @Test
    void aNewPasswordSparesOneSignInInItsBrowser() {
        var browser = withNewPassword();
        assertEquals("/idp/authorize", path(new Browser(home).open("/login")), "another browser");
        assertEquals("/studio", path(browser.open("/login")));
        browser.step("/logout");
        assertEquals("/idp/authorize", path(browser.open("/login")), "used up");
    }

    @Test
    void aNewPasswordSparesNothingAfterAMinute() {
        var browser = withNewPassword();
        clock.advance(Duration.ofSeconds(61));
        assertEquals("/idp/authorize", path(browser.open("/login")));
    }

    @Test
    void aNewInvitationReplacesTheOldAndAllRunOut() {
        var account = people.add(newName(), "Erin", Set.of("expert"));
        var old = people.invite(account.id).url();
        var young = people.invite(account.id).url();
        assertEquals(410, new Browser(home).open(old).status());
        assertEquals(200, new Browser(home).open(young).status());
        clock.advance(Duration.ofDays(8));
        assertEquals(410, new Browser(home).open(young).status());
    }

    @Test
    void whoIsDisabledCannotComeBack() {
        var name = invited(Set.of("expert"));
        var browser = new Browser(home);
        assertEquals(200, browser.signIn(name, PASSWORD, "/api/me").status());
        people.disable(accounts.localNamed(name).orElseThrow().id);
        assertTrue(browser.open("/api/me").body().contains("\"signedIn\":false"));
        assertEquals(401, new Browser(home).signIn(name, PASSWORD, "/api/me").status());
    }

    @Test
    void aPersonChangesTheirPasswordAndEverybodyElseIsSignedOut() {
        var name = invited(Set.of("expert"));
        var thief = new Browser(home);
        thief.signIn(name, PASSWORD, "/api/me");
        var browser = new Browser(home);
        var address =
                browser.signIn(name, PASSWORD, "/api/me").body().replaceAll(".*\"passwordUrl\":\"([^\"]+)\".*", "$1");
        assertEquals("/idp/password?name=" + name, address);
        var page = browser.open(home + address);
        assertTrue(page.body().contains("value=\"" + name + "\""), page.body());

        assertEquals(401, change(browser, page, name, "not the present one", PASSWORD + "!", PASSWORD + "!"));
        assertEquals(400, change(browser, page, name, PASSWORD, "short", "short"));
        assertEquals(400, change(browser, page, name, PASSWORD, PASSWORD + "!", PASSWORD + "?"));
        assertEquals(
                403,
                change(new Browser(home), page, name, PASSWORD, PASSWORD + "!", PASSWORD + "!"),
                "not this browser");
        assertTrue(thief.open("/api/me").body().contains("\"signedIn\":true"), "nothing has changed so far");

        assertEquals(200, change(browser, page, name, PASSWORD, PASSWORD + "!", PASSWORD + "!"));
        assertTrue(thief.open("/api/me").body().contains("\"signedIn\":false"), "at once, though the token still runs");
        assertEquals(401, new Browser(home).signIn(name, PASSWORD, "/api/me").status());
        assertEquals(
                200, new Browser(home).signIn(name, PASSWORD + "!", "/api/me").status());
    }

    @Test
    void guessingAtThePasswordPageIsSlowedDownToo() {
        var name = invited(Set.of("expert"));
        var browser = new Browser(home);
        var page = browser.open("/idp/password?name=" + name);
        clock.stop();
        for (int i = 0; i < 5; i++) {
            assertEquals(401, change(browser, page, name, "guess " + i, PASSWORD + "!", PASSWORD + "!"));
        }
        assertEquals(429, change(browser, page, name, PASSWORD, PASSWORD + "!", PASSWORD + "!"));
    }

    @Test
    void anAdministratorTakesAPasswordAway() {
        var name = invited(Set.of("expert"));
        var browser = new Browser(home);
        assertEquals(200, browser.signIn(name, PASSWORD, "/api/me").status());
        var issued = people.reset(accounts.localNamed(name).orElseThrow().id);
        assertTrue(browser.open("/api/me").body().contains("\"signedIn\":false"));
        assertEquals(401, new Browser(home).signIn(name, PASSWORD, "/api/me").status());
        var page = browser.open(issued.url());
        browser.submit(page, "invite", choice(page, PASSWORD + " again", PASSWORD + " again"));
        assertEquals(
                200,
                new Browser(home).signIn(name, PASSWORD + " again", "/api/me").status());
    }
}
