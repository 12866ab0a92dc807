package art.pinhua.platform.blob;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import art.pinhua.platform.problem.CommonProblem;
import art.pinhua.platform.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlobAnswerTest {
    private static final byte[] DIGITS = "0123456789".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, bytes 0-0/10",
        "bytes=2-4, 234, bytes 2-4/10",
        "bytes=7-, 789, bytes 7-9/10",
        "bytes=7-99, 789, bytes 7-9/10",
        "bytes=-3, 789, bytes 7-9/10",
        "bytes=-99, 0123456789, bytes 0-9/10"
    })
    void aRangeIsAPart(String range, String part, String contentRange) {
        try (var answer = BlobAnswer.of(DIGITS, range)) {
            assertEquals(206, answer.getStatus());
            assertArrayEquals(part.getBytes(StandardCharsets.US_ASCII), (byte[]) answer.getEntity());
            assertEquals(contentRange, answer.getHeaderString("Content-Range"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bytes=", "bytes=-", "bytes=4-2", "bytes=0-1,3-4", "lines=0-1", "bytes=a-b"})
    void anythingElseGivesTheWhole(String range) {
        try (var answer = BlobAnswer.of(DIGITS, range)) {
            assertEquals(200, answer.getStatus());
            assertArrayEquals(DIGITS, (byte[]) answer.getEntity());
            assertEquals("bytes", answer.getHeaderString("Accept-Ranges"));
            assertEquals("private, max-age=31536000, immutable", answer.getHeaderString("Cache-Control"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-12", "bytes=-0", "bytes=999999999999999999-"})
    void aRangeBehindTheEndIsRefused(String range) {
        var refusal = assertThrows(ProblemException.class, () -> BlobAnswer.of(DIGITS, range));
        assertEquals(CommonProblem.RANGE_NOT_SATISFIABLE, refusal.code());
    }

    @Test
    void theFirstBytesTellTheType() {
        assertEquals("image/png", BlobAnswer.type(bytes("\u0089PNG\r\n\u001a\n rest")));
        assertEquals("image/jpeg", BlobAnswer.type(bytes("\u00ff\u00d8\u00ff\u00e0")));
        assertEquals("image/webp", BlobAnswer.type(bytes("RIFF\0\0\0\0WEBPVP8 ")));
        assertEquals("application/octet-stream", BlobAnswer.type(bytes("RIFF\0\0\0\0WAVE")));
        assertEquals("application/octet-stream", BlobAnswer.type(bytes("<html><script>")));
        assertEquals("application/octet-stream", BlobAnswer.type(bytes("")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
