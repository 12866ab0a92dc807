package art.pinhua.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.demo.ApiClient;
import art.pinhua.demo.AppProcess;
import art.pinhua.demo.CrowdCampaign;
import art.pinhua.demo.Repository;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A hall without TLS: plain HTTP at an address of the local network, where browsers drop every cookie marked `Secure`
/// or `__Host-`.
@Tag("slow")
class LanAddressIT {
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
                var curator = new ApiClient(URI.create(home));
                var http = HttpClient.newHttpClient()) {
            curator.acceptInvitation(app.invitation(), "admin", House.PASSWORD);
            assertTrue(curator.get("/api/me").path("signedIn").asBoolean());
            var campaign = CrowdCampaign.open(curator);
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create(home + "/api/rating/campaigns/" + campaign + "/next"))
                            .header("Content-Type", "application/json")
                            .header("X-Pinhua-Request", "1")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"count\":1}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode(), answer.body());
            var cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
            assertFalse(cookie.contains("Secure") || cookie.startsWith("__"), cookie);
            assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), cookie);
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
