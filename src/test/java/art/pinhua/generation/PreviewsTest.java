package art.pinhua.generation;

import static art.pinhua.generation.PlaygroundApi.ask;
import static art.pinhua.generation.PlaygroundApi.cancel;
import static art.pinhua.generation.PlaygroundApi.view;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import art.pinhua.Wait;
import art.pinhua.platform.jobs.FencedOut;
import art.pinhua.platform.jobs.Jobs;
import art.pinhua.platform.jobs.TestAttempts;
import art.pinhua.platform.problem.ProblemException;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Unfinished pictures between the process that draws and the one that shows them. What the engine of this
/// process does not say, the test keeps as another process would.
@QuarkusTest
@TestSecurity(user = "erin", roles = "expert")
class PreviewsTest {
    @Inject
    Previews previews;

    @Inject
    GenerationStream stream;

    @Inject
    PlantedGuard guard;

    @Inject
    Jobs jobs;

    @Inject
    TestAttempts attempts;

    @TempDir
    Path folder;

    private final List<GenerationEvent> heard = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Throwable> fault = new CompletableFuture<>();

    @Test
    void whoeverDrawsEachIsHeardOnceAndTheLatestByLateListeners() throws IOException {
        var id = hanging();
        keep(id, 0, 1);
        keep(id, 0, 2);
        listen(id);
        Wait.until("the latest so far", () -> heard.size() == 1);
        assertEquals("data:image/png;base64,AAI=", heard.getFirst().url());
        keep(id, 1, 2);
        keep(id, 0, 4);
        Wait.until("what came since", () -> heard.size() == 3);
        Wait.pause(3 * Previews.PERIOD_MILLIS);
        assertEquals(
                List.of("0@2", "0@4", "1@2"),
                heard.stream()
                        .map(event -> event.index() + "@" + event.step())
                        .sorted()
                        .toList());
        cancel(id.toString(), 204);
        view(id.toString(), "CANCELLED");
        assertEquals(List.of(), kept(id));
    }

    @Test
    void aSlowListenerMissesThoseThatAreOutOfDate() throws IOException {
        var id = hanging();
        keep(id, 0, 1);
        var slow = stream.of(id).subscribe().withSubscriber(AssertSubscriber.<GenerationEvent>create(1));
        Wait.until("the first", () -> slow.getItems().size() == 1);
        for (int step = 2; step <= 4; step++) {
            keep(id, 0, step);
            Wait.pause(2 * Previews.PERIOD_MILLIS);
        }
        assertEquals(1, slow.getItems().size());
        slow.request(10);
        Wait.until("the latest", () -> slow.getItems().size() == 2);
        assertEquals(
                List.of("0@1", "0@4"),
                slow.getItems().stream()
                        .map(event -> event.index() + "@" + event.step())
                        .toList());
        slow.cancel();
        cancel(id.toString(), 204);
    }

    @Test
    void theyGoWithTheEndOfTheJob() {
        var id = UUID.fromString(ask(Map.of("prompt", "a lantern [slow]", "count", 1, "steps", 50)));
        Wait.until("there is one", () -> !kept(id).isEmpty());
        view(id.toString(), "DONE");
        Wait.until("it is gone", () -> kept(id).isEmpty());
    }

    @Test
    void theyAreShutFromWhoeverMayNotSeeTheImages() throws Exception {
        var id = hanging();
        try {
            keep(id, 0, 1);
            listen(id);
            Wait.until("it is heard", () -> heard.size() == 1);
            guard.shut.add(id);
            keep(id, 0, 2);
            assertInstanceOf(ProblemException.class, fault.get(2, TimeUnit.MINUTES));
            assertEquals(1, heard.size());
        } finally {
            guard.shut.remove(id);
            cancel(id.toString(), 204);
        }
    }

    @Test
    void whatNobodyWouldSeeAndWhatIsTooLargeIsLeftOut() throws IOException {
        var id = drawn();
        var time = new AtomicLong();
        var keeper = previews.keeper(id, Runnable::run, time::get);
        keeper.keep(0, 1, picture(100));
        pass(time, 400);
        keeper.keep(0, 2, picture(100));
        keeper.keep(1, 2, picture(100));
        assertEquals(List.of("0@1", "1@2"), kept(id));
        pass(time, 100);
        keeper.keep(0, 3, picture((1 << 20) + 1));
        assertEquals(List.of("0@1", "1@2"), kept(id));
        keeper.keep(0, 4, picture(1 << 20));
        assertEquals(List.of("0@4", "1@2"), kept(id));
        previews.forget(id);
    }

    @Test
    void whatCannotBeReadOrWrittenCostsNothing() throws IOException {
        var id = drawn();
        var keeper = previews.keeper(id, Runnable::run);
        keeper.keep(0, 1, folder.resolve("nowhere.png"));
        keeper.keep(0, 0, picture(100)); // the table has no step 0
        assertEquals(List.of(), kept(id));
        keeper.keep(0, 2, picture(100));
        assertEquals(List.of("0@2"), kept(id));
        previews.forget(id);
    }

    @Test
    void anAttemptThatHasLostItsJobKeepsNone() throws IOException {
        var id = hanging();
        var job = jobs.live(GenerateWork.KIND, id).orElseThrow();
        var time = new AtomicLong();
        var keeper = previews.keeper(id, attempts.of(job)::write, time::get);
        keeper.keep(0, 1, picture(100));
        assertEquals(List.of("0@1"), kept(id));
        cancel(id.toString(), 204);
        view(id.toString(), "CANCELLED");
        pass(time, Previews.PERIOD_MILLIS);
        assertThrows(FencedOut.class, () -> keeper.keep(0, 2, picture(100)));
        assertEquals(List.of(), kept(id));
    }

    @Test
    void thoseOfAnAttemptBeforeGoBeforeTheNextOneDraws() throws IOException {
        var first = hanging();
        var id = UUID.fromString(ask(Map.of("prompt", "a lantern [slow]", "count", 1, "steps", 50)));
        keep(id, 1, 9); // no engine tells of a second picture where one is asked for
        cancel(first.toString(), 204);
        Wait.until("it draws", () -> kept(id).stream().anyMatch(each -> each.startsWith("0@")));
        assertFalse(kept(id).contains("1@9"));
        view(id.toString(), "DONE");
    }

    private static UUID hanging() {
        String id = ask(Map.of("prompt", "[hangs]", "count", 2, "steps", 5));
        view(id, "RUNNING");
        return UUID.fromString(id);
    }

    /// Whose job has ended, too: a moment later than the picture is there, and it forgets all previews.
    private UUID drawn() {
        var id = UUID.fromString(ask(Map.of("prompt", "a lantern", "count", 1, "steps", 1)));
        view(id.toString(), "DONE");
        Wait.until("its job has ended", () -> jobs.live(GenerateWork.KIND, id).isEmpty());
        return id;
    }

    private void keep(UUID id, int index, int step) throws IOException {
        Path file = Files.write(folder.resolve("preview.png"), new byte[] {(byte) index, (byte) step});
        previews.keeper(id, Runnable::run).keep(index, step, file);
    }

    private Path picture(int bytes) throws IOException {
        return Files.write(folder.resolve("picture.png"), new byte[bytes]);
    }

    private static void pass(AtomicLong time, long millis) {
        time.addAndGet(Duration.ofMillis(millis).toNanos());
    }

    private void listen(UUID id) {
        stream.of(id)
                .filter(event -> event.type().equals("preview"))
                .subscribe()
                .with(heard::add, fault::complete);
    }

    private List<String> kept(UUID id) {
        return previews.unseen(id, Map.of()).stream()
                .map(each -> each.index() + "@" + each.step())
                .toList();
    }
}
