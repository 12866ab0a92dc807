package art.pinhua.training.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDigestTest {
    private static final String MILLION = "a".repeat(1_000_000);

    @TempDir
    private Path folder;

    /// The examples of FIPS 180-2, appendix B.
    @Test
    void digestsAreThoseOfTheStandard() throws IOException {
        assertEquals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", FileDigest.of(file("abc")));
        assertEquals("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0", FileDigest.of(file(MILLION)));
    }

    @Test
    void readingEndsOnTheWayWhereItMust() throws IOException {
        Path file = file(MILLION);
        var parts = new AtomicInteger();
        assertThrows(
                CancellationException.class,
                () -> FileDigest.of(file, () -> {
                    if (parts.incrementAndGet() == 2) {
                        throw new CancellationException();
                    }
                }));
        assertEquals(2, parts.get());
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("file"), text);
    }
}
