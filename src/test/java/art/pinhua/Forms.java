package art.pinhua;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;

/// Forms as programs send them.
public final class Forms {
    private Forms() {}

    /// @param told whether its length is told; in HTTP/1.1 it comes in chunks otherwise
    public static HttpRequest.Builder post(URI address, String form, boolean told) {
        byte[] bytes = form.getBytes(StandardCharsets.US_ASCII);
        return HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                        told
                                ? HttpRequest.BodyPublishers.ofByteArray(bytes)
                                : HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));
    }

    /// So many fields of 1 KB each, each with a separator behind it.
    public static String filling(int fields) {
        return ("field=" + "a".repeat(993) + "&").repeat(fields);
    }
}
