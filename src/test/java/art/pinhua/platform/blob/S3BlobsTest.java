package art.pinhua.platform.blob;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.S3Server;
import art.pinhua.platform.CannotStart;
import io.quarkus.runtime.configuration.MemorySize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The suite over a bucket of a real S3 server.
class S3BlobsTest extends BlobSuite {
    private static final String BUCKET = "suite";
    private static final int LARGE = 700_000;

    @TempDir
    static Path home;

    private static @Nullable S3Server server;

    private final String prefix = UUID.randomUUID() + "/";

    @BeforeAll
    static void start() throws Exception {
        server = S3Server.start(home);
        server.makeBucket(BUCKET);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    BlobShelf shelf(Path folder) {
        return new S3Shelf(bucket(prefix), new BlobCache(cache(folder), 1 << 20, Clock.systemUTC()));
    }

    @Override
    void damage(String sha256, String text) throws IOException {
        try (var bucket = bucket(prefix)) {
            bucket.put(sha256.substring(0, 2) + "/" + sha256, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        Files.deleteIfExists(copy(sha256));
    }

    /// Fewer than in a folder: the digest that finds it is the same, and each takes many requests here.
    @Override
    int places() {
        return 20;
    }

    @Test
    void aDamagedCopyIsFetchedAgainAndTheOriginalStays() throws IOException {
        blobs.store(ABC);
        var copy = blobs.file(ABC_NAME);
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(copy, "abd");
        assertArrayEquals(ABC, Files.readAllBytes(blobs.file(ABC_NAME)));
        assertTrue(blobs.quarantined().isEmpty());
        assertTrue(blobs.holds(ABC_NAME));
    }

    @Test
    void copiesNotUsedForLongMakeRoom() throws IOException {
        var first = large(0);
        var second = large(1);
        used(blobs.file(first), hoursAgo(2));
        blobs.file(second);
        assertFalse(Files.exists(copy(first)));
        assertTrue(Files.exists(copy(second)));
        assertEquals(LARGE, blobs.read(first).length, "the original is where it was");
    }

    @Test
    void aCopyThatWasUsedLatelyStaysHoweverOldItIs() throws IOException {
        var first = large(0);
        var second = large(1);
        Files.setLastModifiedTime(blobs.file(first), hoursAgo(2));
        used(copy(first), hoursAgo(2));
        blobs.file(first);
        blobs.file(second);
        assertTrue(Files.exists(copy(first)));
    }

    /// The engine merges an adapter anew whose file has another time.
    @Test
    void usingACopyLeavesTheTimeOfItsLastChange() throws IOException {
        blobs.store(ABC);
        var before = hoursAgo(2);
        Files.setLastModifiedTime(blobs.file(ABC_NAME), before);
        used(copy(ABC_NAME), before);
        assertEquals(copy(ABC_NAME), blobs.file(ABC_NAME));
        var times = Files.readAttributes(copy(ABC_NAME), BasicFileAttributes.class);
        assertEquals(before, times.lastModifiedTime());
        assertTrue(times.lastAccessTime().compareTo(hoursAgo(1)) > 0, "used now");
    }

    private static FileTime hoursAgo(long hours) {
        var now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
        return FileTime.from(now.minus(Duration.ofHours(hours)));
    }

    private static void used(Path copy, FileTime time) throws IOException {
        Files.getFileAttributeView(copy, BasicFileAttributeView.class).setTimes(null, time, null);
    }

    /// So large that the cache has no room for two.
    private String large(int first) {
        byte[] bytes = new byte[LARGE];
        bytes[0] = (byte) first;
        return blobs.store(bytes).sha256();
    }

    @Test
    void installationsShareABucketByTheirPrefix() {
        blobs.store(ABC);
        var other = new S3Shelf(bucket("other/"), new BlobCache(cache(folder), 1, Clock.systemUTC()));
        assertEquals(0, assertItems(other));
        assertEquals(1, blobs.stock().files());
    }

    @Test
    void aStoreThatIsAwayIsNoMissingBlob() {
        var settings = settings(URI.create("http://127.0.0.1:1"), prefix);
        var away = new S3Shelf(new S3Bucket(settings), new BlobCache(cache(folder), 1, Clock.systemUTC()));
        assertThrows(IOException.class, away::require);
        var failure = assertThrows(IOException.class, () -> away.holds(ABC_NAME));
        assertTrue(String.valueOf(failure.getMessage()).contains("cannot be reached"), failure.toString());
    }

    @Test
    void whatTheSettingsGetWrongStopsTheStartInWords() throws IOException {
        bucket(prefix).require();
        var wrong = new S3Bucket(new Told(server().address(), "not the secret key", prefix));
        var refusal = assertThrows(CannotStart.class, wrong::require);
        assertTrue(String.valueOf(refusal.getMessage()).contains("PINHUA_BLOBS_SECRET_KEY"), refusal.toString());

        var nowhere = new S3Bucket(new Told(server().address(), S3Server.SECRET_KEY, prefix) {
            @Override
            public Optional<String> bucket() {
                return Optional.of("no-such-bucket");
            }
        });
        var absence = assertThrows(CannotStart.class, nowhere::require);
        assertTrue(String.valueOf(absence.getMessage()).contains("no-such-bucket"), absence.toString());
        assertTrue(String.valueOf(absence.getMessage()).contains("does not exist: create it"), absence.toString());
        var shelf = new S3Shelf(nowhere, new BlobCache(cache(folder), 1, Clock.systemUTC()));
        var draft = Files.writeString(folder.resolve("draft"), "abc");
        var late = assertThrows(IOException.class, () -> shelf.keep(draft, ABC_NAME));
        assertTrue(String.valueOf(late.getMessage()).contains("does not exist"), late.toString());
    }

    @Test
    void aStoreWithoutABucketDoesNotStart() {
        var settings = new Told(server().address(), S3Server.SECRET_KEY, prefix) {
            @Override
            public Optional<String> bucket() {
                return Optional.empty();
            }
        };
        assertThrows(CannotStart.class, () -> new S3Bucket(settings));
    }

    private static int assertItems(S3Shelf shelf) {
        try {
            return shelf.items().size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path cache(Path folder) {
        try {
            return Files.createDirectories(folder.resolve("cache"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path copy(String sha256) {
        return cache(folder).resolve(sha256.substring(0, 2)).resolve(sha256);
    }

    private static S3Server server() {
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        return server;
    }

    private static S3Bucket bucket(String prefix) {
        return new S3Bucket(settings(server().address(), prefix));
    }

    private static BlobSettings settings(URI endpoint, String prefix) {
        return new Told(endpoint, S3Server.SECRET_KEY, prefix);
    }

    private static class Told implements BlobSettings {
        private final URI endpoint;
        private final String secret;
        private final String prefix;

        Told(URI endpoint, String secret, String prefix) {
            this.endpoint = endpoint;
            this.secret = secret;
            this.prefix = prefix;
        }

        @Override
        public Store store() {
            return Store.S3;
        }

        @Override
        public Optional<URI> endpoint() {
            return Optional.of(endpoint);
        }

        @Override
        public String region() {
            return "us-east-1";
        }

        @Override
        public Optional<String> bucket() {
            return Optional.of(BUCKET);
        }

        @Override
        public Optional<String> prefix() {
            return Optional.of(prefix);
        }

        @Override
        public Optional<String> accessKey() {
            return Optional.of(S3Server.ACCESS_KEY);
        }

        @Override
        public Optional<String> secretKey() {
            return Optional.of(secret);
        }

        @Override
        public boolean pathStyle() {
            return true;
        }

        @Override
        public MemorySize cache() {
            return new MemorySize(BigInteger.ONE);
        }
    }
}
