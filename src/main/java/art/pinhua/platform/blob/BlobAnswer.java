package art.pinhua.platform.blob;

import art.pinhua.platform.problem.CommonProblem;
import art.pinhua.platform.problem.ProblemException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A blob as an HTTP answer: its type by its first bytes, one range on request, and cached for ever, because bytes of
/// one name never change.
public final class BlobAnswer {
    private static final String FOR_EVER = "private, max-age=31536000, immutable";
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};
    private static final byte[] RIFF = "RIFF".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] WEBP = "WEBP".getBytes(StandardCharsets.US_ASCII);
    private static final int WEBP_AT = 8;

    private BlobAnswer() {}

    /// First and last byte of a part.
    private record Part(int first, int last) {}

    /// @param range the request's header `Range`; several ranges at once, or another unit, give the whole
    /// @throws ProblemException `RANGE_NOT_SATISFIABLE`
    public static Response of(byte[] bytes, @Nullable String range) {
        var part = part(range, bytes.length);
        var answer = part == null
                ? Response.ok(bytes)
                : Response.status(Response.Status.PARTIAL_CONTENT)
                        .entity(Arrays.copyOfRange(bytes, part.first(), part.last() + 1))
                        .header("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + bytes.length);
        return answer.type(type(bytes))
                .header(HttpHeaders.CACHE_CONTROL, FOR_EVER)
                .header("Accept-Ranges", "bytes")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    /// Never a type that a browser would run.
    static String type(byte[] bytes) {
        if (begins(bytes, 0, PNG)) {
            return "image/png";
        }
        if (begins(bytes, 0, JPEG)) {
            return "image/jpeg";
        }
        return begins(bytes, 0, RIFF) && begins(bytes, WEBP_AT, WEBP) ? "image/webp" : "application/octet-stream";
    }

    private static boolean begins(byte[] bytes, int at, byte[] with) {
        return bytes.length >= at + with.length && Arrays.equals(bytes, at, at + with.length, with, 0, with.length);
    }

    private static @Nullable Part part(@Nullable String range, int length) {
        var asked = RANGE.matcher(range == null ? "" : range.strip());
        if (!asked.matches() || asked.group(1).isEmpty() && asked.group(2).isEmpty()) {
            return null;
        }
        long first;
        long last = length - 1;
        if (asked.group(1).isEmpty()) {
            long suffix = Long.parseLong(asked.group(2));
            first = suffix == 0 ? length : Math.max(0, length - suffix);
        } else {
            first = Long.parseLong(asked.group(1));
            if (!asked.group(2).isEmpty()) {
                last = Math.min(last, Long.parseLong(asked.group(2)));
            }
        }
        if (first >= length) {
            throw new ProblemException(
                    CommonProblem.RANGE_NOT_SATISFIABLE, "The file has " + length + " bytes, counted from 0.");
        }
        // a range that ends before it begins is no range
        return last < first ? null : new Part((int) first, (int) last);
    }
}
