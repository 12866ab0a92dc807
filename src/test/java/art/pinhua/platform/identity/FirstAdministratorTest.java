package art.pinhua.platform.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Browser;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/// The door of a fresh installation: its profile gives it a database that no other test has seen.
@QuarkusTest
@TestProfile(FirstAdministratorTest.FreshInstallation.class)
class FirstAdministratorTest {
    private static final String PASSWORD = "a fox paints at dawn";

    public static class FreshInstallation implements QuarkusTestProfile {}

    @Inject
    FirstAdministrator firstAdministrator;

    @Inject
    Accounts accounts;

    @ConfigProperty(name = "pinhua.public-url")
    String home;

    @Test
    void isInvitedUntilOneCanSignIn() {
        var first = firstAdministrator.invitation().orElseThrow();
        var second = firstAdministrator.invitation().orElseThrow();
        assertNotEquals(first, second);
        var browser = new Browser(home);
        assertEquals(410, browser.open(first).status());
        var page = browser.open(second);
        var fields = new LinkedHashMap<>(page.form());
        fields.putAll(Map.of("password", PASSWORD, "again", PASSWORD));
        browser.submit(page, "invite", fields);
        assertTrue(firstAdministrator.invitation().isEmpty());
        var later = new Browser(home);
        later.signIn("admin", PASSWORD, "/api/me");
        assertEquals(200, later.open("/api/people").status());
        String hash = accounts.localNamed("ADMIN").orElseThrow().passwordHash;
        assertFalse(hash == null || hash.contains(PASSWORD));
    }
}
