package art.pinhua.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.generation.TestPipeline;
import art.pinhua.platform.DataFolder;
import art.pinhua.platform.Ids;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The files of what came with the product.
class ShippedCopiesTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    @TempDir
    Path home;

    private Path data = Path.of("");
    private Path shipped = Path.of("");
    private ImportedFolders imported = new ImportedFolders(new DataFolder("target"));
    private ShippedCopies copies = copies();

    @BeforeEach
    void begin() {
        data = home.resolve("data");
        shipped = TestPipeline.write(home.resolve("shipped"), "Shipped");
        imported = new ImportedFolders(new DataFolder(data.toString()));
        copies = copies();
    }

    private ShippedCopies copies() {
        return new ShippedCopies(imported, new Ids(new SplittableRandom(1)), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void aCopyHasTheDigestThatNamesIt() throws IOException {
        String digest = ModelDigest.of(shipped).value();
        assertEquals("data:models/shipped/" + digest, kept());
        assertEquals(digest, ModelDigest.of(copy()).value());
        assertTrue(copies.hold(model(), shipped));
        assertEquals(0, drafts(), "nothing else is left");
    }

    /// As where the weights lie on another disk.
    @Test
    void whatLinksLeadToIsCopied() throws IOException {
        Path elsewhere = Files.move(shipped.resolve("unet"), home.resolve("elsewhere"));
        Files.createSymbolicLink(shipped.resolve("unet"), elsewhere);
        kept();
        assertFalse(Files.isSymbolicLink(copy().resolve("unet")));
        assertEquals(ModelDigest.of(shipped).value(), ModelDigest.of(copy()).value());
    }

    @Test
    void aCopyThatWasDamagedIsMadeAnew() throws IOException {
        kept();
        Files.writeString(copy().resolve("unet/config.json"), "{\"sample_size\":17}");
        assertFalse(copies.hold(model(), shipped));
        kept();
        assertEquals(ModelDigest.of(shipped).value(), ModelDigest.of(copy()).value());
    }

    @Test
    void aCopyThatIsSoundIsLeftWithWhatWasPutThere() throws IOException {
        kept();
        Path previews = Files.createDirectory(copy().resolve("taesd"));
        assertTrue(copies.hold(model(), shipped));
        kept();
        assertTrue(Files.exists(previews));
    }

    @Test
    void onlyFoldersOfModestSizeAreCopied() throws IOException {
        assertTrue(copies.take(shipped));
        assertFalse(copies.take(home.resolve("nowhere")));
        try (var large =
                new RandomAccessFile(shipped.resolve("large.safetensors").toFile(), "rw")) {
            large.setLength((256L << 20) + 1); // with a hole, which takes no room
        }
        assertFalse(copies.take(shipped));
    }

    @Test
    void copiesThatWereBegunLongAgoAreRemoved() throws IOException {
        Path old = Files.createDirectories(data.resolve("models/drafts/shipped-old"));
        Path fresh = Files.createDirectories(data.resolve("models/drafts/shipped-fresh"));
        Path another = Files.createDirectories(data.resolve("models/drafts/of-an-import"));
        for (Path each : new Path[] {old, another}) {
            Files.setLastModifiedTime(each, FileTime.from(NOW.minus(Duration.ofDays(2))));
        }
        Files.setLastModifiedTime(fresh, FileTime.from(NOW));
        kept();
        assertFalse(Files.exists(old));
        assertTrue(Files.exists(fresh));
        assertTrue(Files.exists(another));
    }

    private String kept() throws IOException {
        var digest = ModelDigest.of(shipped);
        return copies.keep(shipped, digest, digest.value());
    }

    private Path copy() throws IOException {
        return imported.shipped(ModelDigest.of(shipped).value());
    }

    private ModelVersion.BaseModel model() throws IOException {
        return TestModels.lyingAt(imported.stored(copy()));
    }

    private int drafts() throws IOException {
        try (var entries = Files.list(data.resolve("models/drafts"))) {
            return (int) entries.count();
        }
    }
}
