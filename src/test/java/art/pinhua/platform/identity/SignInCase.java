package art.pinhua.platform.identity;

import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Browser;
import art.pinhua.TestClock;
import art.pinhua.platform.sql.Sql;
import jakarta.inject.Inject;
import java.net.HttpCookie;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;

/// What the tests of sign-in share: people to sign in, and readings of the pages they get.
abstract class SignInCase {
    static final String PASSWORD = "a fox paints at dawn";

    @Inject
    People people;

    @Inject
    Accounts accounts;

    @Inject
    SigningKeys keys;

    @Inject
    TestClock clock;

    @ConfigProperty(name = "pinhua.public-url")
    String home;

    @ConfigProperty(name = "pinhua.sign-in.token-life")
    Duration tokenLife;

    @Inject
    Sql sql;

    @AfterEach
    void setTheClockBack() {
        clock.reset();
        sql.update("delete from sign_in_failure"); // all of these tests guess from one address
    }

    /// A browser in which an invited person has just chosen a password, before it follows any redirect.
    Browser withNewPassword() {
        var account = people.add(newName(), "Erin", Set.of("expert"));
        var browser = new Browser(home);
        var page = browser.open(people.invite(account.id).url());
        browser.post(page.address().resolve("invite"), choice(page, PASSWORD, PASSWORD));
        return browser;
    }

    static Map<String, String> cookies(Browser browser) {
        return browser.cookies().stream()
                .collect(Collectors.toMap(HttpCookie::getName, HttpCookie::getValue, (a, b) -> b));
    }

    static int change(Browser browser, Browser.Page page, String name, String current, String password, String again) {
        var fields = choice(page, password, again);
        fields.put("username", name);
        fields.put("current", current);
        return browser.submit(page, "password", fields).status();
    }

    String invited(Set<String> roles) {
        var account = people.add(newName(), "Somebody", roles);
        var token = people.invite(account.id).url().replaceAll(".*token=", "");
        assertTrue(people.acceptInvitation(token, PASSWORD).isPresent());
        return account.name;
    }

    static String newName() {
        return "p" + UUID.randomUUID().toString().substring(0, 8);
    }

    static Map<String, String> choice(Browser.Page page, String password, String again) {
        var fields = page.form();
        fields.put("password", password);
        fields.put("again", again);
        return fields;
    }

    static String path(Browser.Page page) {
        var query = page.address().getQuery();
        return page.address().getPath()
                + (query == null || page.address().getPath().startsWith("/idp") ? "" : "?" + query);
    }

    static String alert(Browser.Page page) {
        return page.body().replaceAll("(?s).*role=\"alert\">([^<]*)<.*", "$1");
    }
}
