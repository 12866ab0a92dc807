package art.pinhua.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.platform.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadsTest {
    private static final UUID UPLOAD = new UUID(0, 1);

    @TempDir
    Path data;

    private Uploads uploads;

    @BeforeEach
    void open() {
        uploads = new Uploads(new DataFolder(data.toString()));
    }

    @Test
    void bytesLieWhereTheyBelong() throws IOException {
        assertTrue(uploads.write(UPLOAD, 0, new byte[] {1, 2}));
        assertTrue(uploads.write(UPLOAD, 2, new byte[] {3}));
        assertTrue(uploads.write(UPLOAD, 2, new byte[] {4})); // a part sent again
        assertArrayEquals(new byte[] {1, 2, 4}, Files.readAllBytes(uploads.of(UPLOAD)));
        assertTrue(uploads.holds(UPLOAD, 3));
        assertFalse(uploads.holds(UPLOAD, 4));
        assertEquals(List.of(UPLOAD), uploads.ids());
    }

    @Test
    void whatLacksItsBeginningIsNotWritten() {
        assertFalse(uploads.write(UPLOAD, 2, new byte[] {3}));
        assertEquals(List.of(), uploads.ids());
        assertTrue(uploads.write(UPLOAD, 0, new byte[] {1}));
        assertFalse(uploads.write(UPLOAD, 2, new byte[] {3}), "a hole would be taken for zeros");
        uploads.drop(UPLOAD);
        assertFalse(uploads.write(UPLOAD, 1, new byte[] {2}));
        assertEquals(List.of(), uploads.ids());
    }
}
