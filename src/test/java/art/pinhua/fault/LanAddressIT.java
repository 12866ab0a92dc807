package art.pinhua.fault;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.demo.ApiClient;
import art.pinhua.demo.AppProcess;
import art.pinhua.demo.Chromium;
import art.pinhua.demo.CrowdCampaign;
import art.pinhua.demo.Repository;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SameSiteAttribute;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A hall without TLS: plain HTTP at an address of the local network, where browsers drop every cookie marked `Secure`
/// or `__Host-` and lack what they keep for secure pages. A real Chromium, as others there use it.
@Tag("slow")
class LanAddressIT {
    /// Taps right after pictures appear are taken for slips.
    private static final int READING_MILLIS = 400;

    @TempDir
    Path folder;

    @Test
    void peopleAndVisitorsAreKnownAtAPlainAddress() throws Exception {
        var lan = address();
        Assumptions.assumeTrue(!lan.isEmpty(), "this machine has no address but its own");
        int port = AppProcess.freePort();
        var home = "http://" + lan + ":" + port;
        try (var app = AppProcess.start(
                        Repository.root(),
                        folder,
                        Map.of("QUARKUS_HTTP_PORT", Integer.toString(port), "PINHUA_PUBLIC_URL", home));
                var chromium = Chromium.launch();
                var desk = chromium.somebody();
                var phone = chromium.somebody();
                var curator = new ApiClient(URI.create(home))) {
            acceptInvitation(desk.newPage(), app.invitation(), home);
            assertHarmless(desk);
            curator.signIn("admin", House.PASSWORD);
            var campaign = CrowdCampaign.open(curator);
            vote(phone.newPage(), home + "/rate?c=" + campaign);
            assertHarmless(phone);
            assertEquals(
                    1,
                    curator.get("/api/campaigns/" + campaign)
                            .path("counts")
                            .path("votes")
                            .asInt());
        }
    }

    private static void acceptInvitation(Page page, URI invitation, String home) {
        page.navigate(invitation.toString());
        assertEquals(false, page.evaluate("() => window.isSecureContext"), "else this proves nothing");
        page.locator("input[name=password]").fill(House.PASSWORD);
        page.locator("input[name=again]").fill(House.PASSWORD);
        page.locator("form button").first().click();
        // the next address would cut off the answer to this one
        page.waitForURL(url -> !url.contains("/idp/invite"));
        page.navigate(home + "/login?to=/api/me");
        if (page.locator("input[name=username]").count() > 0) {
            page.locator("input[name=username]").fill("admin");
            page.locator("input[name=password]").fill(House.PASSWORD);
            page.locator("form button").first().click();
        }
        page.waitForURL("**/api/me");
        assertTrue(page.content().contains("\"signedIn\":true"), page::content);
    }

    private static void vote(Page page, String address) {
        page.navigate(address);
        var first = page.locator("img[alt^='候选图']").first();
        assertThat(first).isVisible();
        page.waitForTimeout(READING_MILLIS);
        first.click();
        var receipt = page.waitForResponse(
                "**/api/rating/votes",
                () -> page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("就选这张"))
                        .click());
        assertEquals(200, receipt.status(), receipt::text);
    }

    /// What the browser kept, and as what: no script may read it, no other site may send it.
    private static void assertHarmless(BrowserContext visitor) {
        assertFalse(visitor.cookies().isEmpty(), "no cookie was kept");
        for (var cookie : visitor.cookies()) {
            assertFalse(cookie.secure || cookie.name.startsWith("__"), cookie.name);
            assertTrue(cookie.httpOnly, cookie.name);
            assertNotEquals(SameSiteAttribute.NONE, cookie.sameSite, cookie.name);
        }
    }

    private static String address() throws Exception {
        for (var network : NetworkInterface.networkInterfaces().toList()) {
            for (var address : network.inetAddresses().toList()) {
                if (address instanceof Inet4Address && !address.isLoopbackAddress()) {
                    return address.getHostAddress();
                }
            }
        }
        return "";
    }
}
