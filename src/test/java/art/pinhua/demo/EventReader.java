package art.pinhua.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Reads a stream of events on a thread of its own until the server ends it.
final class EventReader {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final CountDownLatch first = new CountDownLatch(1);
    private final CompletableFuture<List<String>> ended = new CompletableFuture<>();

    static EventReader of(InputStream stream) {
        var reader = new EventReader();
        Thread.ofPlatform().daemon().name("events").start(() -> reader.read(stream));
        return reader;
    }

    private void read(InputStream stream) {
        try (var events = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = events.readLine(); line != null; line = events.readLine()) {
                lines.add(line);
                first.countDown();
            }
            ended.complete(List.copyOf(lines));
        } catch (IOException e) {
            ended.completeExceptionally(e);
        }
    }

    /// Waits for a line with these words; an error when the stream ends without one.
    void await(String words, long seconds) throws InterruptedException, IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            boolean over = ended.isDone() || System.nanoTime() > deadline; // looked at first
            if (lines.stream().anyMatch(line -> line.contains(words))) {
                return;
            }
            if (over) {
                throw new IOException("no " + words + " in " + lines);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    CountDownLatch first() {
        return first;
    }

    /// All lines, once the stream has ended as HTTP says; an error when it was cut off.
    CompletableFuture<List<String>> ended() {
        return ended;
    }
}
