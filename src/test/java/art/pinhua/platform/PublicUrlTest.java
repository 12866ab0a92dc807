package art.pinhua.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublicUrlTest {
    @Test
    void itIsWrittenAsBrowsersWriteIt() {
        for (var kept :
                List.of("http://localhost:8080", "https://pinhua.example", "http://my_host:81", "http://[::1]")) {
            assertEquals(kept, PublicUrl.of(kept));
        }
        var told = Map.of(
                "https://pinhua.example/", "https://pinhua.example",
                "HTTPS://Pinhua.Example:443", "https://pinhua.example",
                "http://pinhua.example:80/", "http://pinhua.example",
                "https://pinhua.example:80", "https://pinhua.example:80",
                " http://[FD00::5]:8080 ", "http://[fd00::5]:8080");
        told.forEach((address, written) -> assertEquals(written, PublicUrl.of(address)));
        assertTrue(PublicUrl.of("https://画.example").matches("https://xn--[a-z0-9]+\\.example"));
    }

    @Test
    void whatIsNoAddressIsRefusedWithAnExample() {
        for (var wrong : List.of(
                "pinhua.example",
                "localhost:8080",
                "https:pinhua.example",
                "https://",
                "ftp://pinhua.example",
                "https://pinhua.example:0",
                "https://pinhua.example:70000",
                "https://pin hua.example")) {
            var message = refusal(wrong);
            assertTrue(message.endsWith("such as https://pinhua.example, was " + wrong), message);
        }
    }

    @Test
    void whatSaysTooMuchIsRefusedByName() {
        assertTrue(refusal("https://pinhua.example/art").contains("has a path;"));
        assertTrue(refusal("https://pinhua.example?x=1").contains("has a query;"));
        assertTrue(refusal("https://pinhua.example#top").contains("has a fragment;"));
        var secret = refusal("https://ann:word@pinhua.example");
        assertTrue(secret.contains("has a user name;"), secret);
        assertFalse(secret.contains("word"), secret);
    }

    private static String refusal(String told) {
        return String.valueOf(
                assertThrows(CannotStart.class, () -> PublicUrl.of(told)).getMessage());
    }
}
