package art.pinhua.platform.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Browser;
import art.pinhua.platform.identity.SignInThrottle.Origin;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Guesses from one place and from many.
@QuarkusTest
class KnownBrowserTest extends SignInCase {
    @Inject
    SignInThrottle throttle;

    @Test
    void strangersDoNotLockANameOutOfTheBrowserThatSignedItIn() {
        var name = invited(Set.of("expert"));
        var desk = new Browser(home);
        assertEquals(200, desk.signIn(name, PASSWORD, "/api/me").status());
        desk.step("/logout");
        guesses(name, "198.51.100.%d", 60);
        assertEquals(429, new Browser(home).signIn(name, PASSWORD, "/api/me").status());
        var back = desk.signIn(name.toUpperCase(Locale.ROOT), PASSWORD, "/api/me");
        assertTrue(back.body().contains("\"signedIn\":true"), back.body());

        var other = invited(Set.of("expert"));
        guesses(other, "203.0.113.%d", 60);
        desk.step("/logout");
        assertEquals(429, desk.signIn(other, PASSWORD, "/api/me").status(), "it knows one name only");
    }

    @Test
    void oneGuesserDoesNotStopAnotherName() {
        var name = invited(Set.of("expert"));
        var other = invited(Set.of("expert"));
        clock.stop();
        for (int i = 0; i < 5; i++) {
            new Browser(home).signIn(name, "guess " + i, "/api/me");
        }
        assertEquals(429, new Browser(home).signIn(name, PASSWORD, "/api/me").status());
        clock.start(); // else the tokens might have run out already
        assertEquals(200, new Browser(home).signIn(other, PASSWORD, "/api/me").status());
    }

    @Test
    void addressesOfOneHouseholdCountTogether() {
        var name = newName();
        guesses(name, "2001:db8:0:1::%d", 6);
        assertTrue(throttle.wait(name, new Origin("2001:db8:0:1::ffff", null)).isPositive());
        assertEquals(Duration.ZERO, throttle.wait(name, new Origin("2001:db8:0:2::1", null)));
    }

    private void guesses(String name, String addresses, int count) {
        for (int i = 1; i <= count; i++) {
            throttle.failed(name, new Origin(addresses.formatted(i), null));
        }
    }
}
