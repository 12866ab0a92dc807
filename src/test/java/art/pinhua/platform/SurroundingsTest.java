package art.pinhua.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurroundingsTest {
    @TempDir
    Path folder;

    @Test
    void aFullDiskIsNamedWithItsFolder() {
        Surroundings.requireSpace(folder, 300_000_000, 300_000_000);
        var message = refusal(() -> Surroundings.requireSpace(folder, 12_345_678, 300_000_000));
        assertTrue(message.startsWith("only 12 MB are free for the data folder " + folder), message);
        assertTrue(message.contains("needs at least 300 MB"), message);
        assertTrue(message.endsWith("choose another folder with PINHUA_DATA"), message);
    }

    @Test
    void theFirstStartOfAnEngineNeedsRoomForItsLibraries() throws IOException {
        long everything = 750_000_000;
        long without = 300_000_000;
        assertEquals(everything, Surroundings.neededBytes(folder, true, Optional.empty()));
        var below = folder.resolve("libraries").toString();
        assertEquals(everything, Surroundings.neededBytes(folder, true, Optional.of(below)));
        assertEquals(without, Surroundings.neededBytes(folder, false, Optional.empty()), "no engine");
        var elsewhere = Optional.of("/srv/djl");
        assertEquals(without, Surroundings.neededBytes(folder, true, elsewhere), "another disk, maybe");
        Files.createDirectories(folder.resolve("cache/djl"));
        assertEquals(without, Surroundings.neededBytes(folder, true, Optional.empty()), "unpacked before");
    }

    @Test
    void aDataFolderThatIsAFileIsRefused() throws IOException {
        var file = Files.writeString(folder.resolve("taken"), "a file");
        var message = refusal(() -> Surroundings.requireRoom(file.resolve("data"), 0));
        assertTrue(message.contains(file.toString()) && message.contains("PINHUA_DATA"), message);
        message = refusal(() -> Surroundings.requireRoom(file, 0));
        assertEquals(
                "the data folder " + file + " cannot be made: " + file
                        + " is a file. Choose another one with PINHUA_DATA",
                message);
    }

    @Test
    void whoeverOwnsAFolderThatCannotBeWrittenToIsNotToldToBecomeItsOwner() {
        assertEquals(
                "the data folder " + folder
                        + " belongs to the account ann and cannot be written to. Start Pinhua as ann",
                Surroundings.notWritable(folder, "ann", "ben"));
        var own = Surroundings.notWritable(folder, "root", "root");
        assertTrue(own.contains("read-only file system") && own.endsWith("Make it writable"), own);
        assertFalse(own.contains("Start Pinhua as"), own);
    }

    @Test
    void aPortIsANumberThatIsFree() throws IOException {
        for (var wrong : List.of("0", "65536", "99999", "123456", "-1", "abc", "")) {
            var message = refusal(() -> Surroundings.requirePort("127.0.0.1", wrong));
            assertTrue(message.endsWith("from 1 to 65535 such as 8081, was " + wrong), message);
        }
        try (var holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = Integer.toString(holder.getLocalPort());
            var message = refusal(() -> Surroundings.requirePort("127.0.0.1", port));
            assertTrue(message.startsWith("port " + port + " cannot be opened on 127.0.0.1"), message);
            assertTrue(message.endsWith("PINHUA_PORT=8081 ./pinhua up"), message);
        }
        var message = refusal(() -> Surroundings.requirePort("no-such-host.invalid", "18999"));
        assertTrue(message.contains("no-such-host.invalid") && message.contains("QUARKUS_HTTP_HOST"), message);
    }

    @Test
    void whoeverListensAtOneAddressReachesItselfThere() {
        assertEquals(Optional.of("192.168.1.5"), Surroundings.ownAddress("192.168.1.5"));
        assertEquals(Optional.of("[fd00:0:0:0:0:0:0:5]"), Surroundings.ownAddress("fd00::5"));
        for (var everywhere : List.of("0.0.0.0", "::", "127.0.0.1")) {
            assertEquals(Optional.empty(), Surroundings.ownAddress(everywhere), everywhere);
        }
    }

    @Test
    void processesThatStartTogetherShareOneSecret() throws InterruptedException {
        var starts = IntStream.range(0, 64)
                .<Callable<String>>mapToObj(i -> () -> i % 4 + DataFolder.secret(folder, "secret-" + i % 4))
                .toList();
        try (var threads = Executors.newFixedThreadPool(8)) {
            var seen = threads.invokeAll(starts).stream().map(Future::resultNow).toList();
            assertEquals(4, seen.stream().distinct().count());
            assertTrue(seen.stream().allMatch(secret -> secret.matches("[0-3][\\w-]{43}")), seen::toString);
        }
        try (var left = Files.list(folder)) {
            assertEquals(4, left.count(), "no drafts are left");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String refusal(Runnable start) {
        var message = String.valueOf(assertThrows(CannotStart.class, start::run).getMessage());
        assertEquals(1, message.lines().count(), message);
        return message;
    }
}
