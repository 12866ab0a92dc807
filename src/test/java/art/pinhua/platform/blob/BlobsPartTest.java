package art.pinhua.platform.blob;

import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.TestClock;
import art.pinhua.Wait;
import art.pinhua.platform.DataFolder;
import art.pinhua.platform.SystemPart.Condition;
import art.pinhua.platform.SystemPart.State;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whoever asks for the health, and as often as they do, has the shelf walked through once an hour.
class BlobsPartTest {
    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final AtomicInteger walks = new AtomicInteger();
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    private volatile boolean away = true;
    private BlobsPart part;

    @BeforeEach
    void aPartOfASlowShelf() {
        part = new BlobsPart(new Blobs(new SlowShelf(), new DataFolder(folder.toString())), clock);
    }

    @Test
    void manyWhoAskAtOnceWaitForNoWalkAndMakeOne() throws InterruptedException {
        Callable<State> ask = part::outline;
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var answer :
                    threads.invokeAll(IntStream.range(0, 32).mapToObj(i -> ask).toList())) {
                assertEquals(Condition.UP, answer.resultNow().condition());
            }
        }
        mayEnd.countDown();
        Wait.until("the walk has ended", () -> part.outline().condition() == Condition.DOWN);
        assertEquals(1, walks.get());
    }

    @Test
    void aWalkServesForAWhileAfterItsEnd() {
        away = false;
        mayEnd.countDown();
        Wait.until("the first walk has ended", () -> !part.state().figures().isEmpty());
        clock.advance(Duration.ofMinutes(2));
        assertEquals(Condition.UP, part.outline().condition());
        Wait.pause(100); // a walk would begin on a thread of its own
        assertEquals(1, walks.get());
        assertEquals(Condition.UP, part.state().condition());
        Wait.until("there is a second walk", () -> walks.get() == 2);
    }

    /// Else the health would tell of a short absence for an hour.
    @Test
    void aShelfThatIsThereAgainIsSaidToBe() {
        mayEnd.countDown();
        Wait.until("no shelf is found", () -> part.outline().condition() == Condition.DOWN);
        away = false;
        clock.advance(Duration.ofMinutes(2));
        Wait.until("the shelf is found", () -> part.outline().condition() == Condition.UP);
    }

    private final class SlowShelf implements BlobShelf {
        @Override
        public List<Item> items() throws IOException {
            walks.incrementAndGet();
            try {
                mayEnd.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            if (away) {
                throw new IOException("no shelf");
            }
            return List.of();
        }

        @Override
        public boolean holds(String sha256) {
            return false;
        }

        @Override
        public InputStream open(String sha256) throws IOException {
            throw new NoSuchFileException(sha256);
        }

        @Override
        public Path local(String sha256) throws IOException {
            throw new NoSuchFileException(sha256);
        }

        @Override
        public void keep(Path draft, String sha256) {}

        @Override
        public void quarantine(String sha256) {}

        @Override
        public List<String> quarantined() {
            return List.of();
        }

        @Override
        public String place() {
            return "nowhere";
        }
    }
}
