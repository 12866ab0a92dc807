package art.pinhua.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import art.pinhua.Wait;
import art.pinhua.platform.jobs.JobPriority;
import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.EngineRequest;
import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.contract.SamplerKind;
import io.quarkus.runtime.ShutdownEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How long an engine is waited for, and who may go before the end.
class EngineTest {
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Engine engine = engine(LONG, LONG);

    private static Engine engine(Duration silence, Duration stepWithin) {
        return new Engine(TestEngineSettings.ofFakeEngine(silence, stepWithin));
    }

    @AfterEach
    void stop() {
        engine.stop(new ShutdownEvent());
    }

    @Test
    void aStepMayTakeLongerThanAnEngineMayBeSilent() throws InterruptedException {
        engine = engine(Duration.ofSeconds(5), LONG);
        assertTrue(draw("[long step]", () -> true).isPresent());
    }

    @Test
    void anEngineThatSaysNothingIsTakenForDead() {
        engine = engine(SHORT, LONG);
        assertEquals("the engine said nothing for 1 s", gone("[silent]").getMessage());
    }

    @Test
    void anEngineThatGetsNowhereIsTakenForHung() {
        engine = engine(LONG, Duration.ofSeconds(2));
        var gone = gone("[hangs]");
        assertEquals("the engine got no further for 2 s", gone.getMessage());
        assertEquals(EngineGone.Reason.OTHER, gone.reason(), "we ended it ourselves");
    }

    @Test
    void anEngineThatFoundNoRoomSaysSo() {
        assertEquals(EngineGone.Reason.MEMORY, gone("[always dies]").reason());
    }

    /// The next one has their memory, too.
    @Test
    void anEngineThatFoundNoRoomSaysWhetherItHeldOtherModels() throws InterruptedException {
        assertFalse(gone("[always dies]").heldSeveral());
        loadAnother();
        assertFalse(engine.mayHoldSeveral());
        draw("first", () -> true);
        assertTrue(engine.mayHoldSeveral());
        engine.unload("u", engine.pid().orElseThrow());
        assertFalse(engine.mayHoldSeveral());
        loadAnother();
        assertTrue(gone("[always dies]").heldSeveral());
        assertFalse(engine.mayHoldSeveral(), "it is gone");
    }

    private void loadAnother() throws InterruptedException {
        var request = new EngineRequest.Load("load", new ModelSource("/another", List.of()));
        engine.ask("load", request, EngineAnswer.Loaded.class);
    }

    /// As an operator does: no reason to draw fewer pictures at once from then on.
    @Test
    void anEngineThatSomebodyKilledWantedNoMemory() {
        assumeFalse(MemoryKills.fromNow().possible(), "this kernel does not tell");
        var gone = assertThrows(
                EngineGone.class,
                () -> draw("[hangs]", () -> {
                    engine.pid().flatMap(ProcessHandle::of).ifPresent(ProcessHandle::destroyForcibly);
                    return true;
                }));
        assertEquals("the engine process ended with status 137", gone.getMessage());
        assertEquals(EngineGone.Reason.KILLED, gone.reason());
    }

    @Test
    void anAbortIsWantOfMemoryOnlyIfItSaysSo() {
        assertEquals(EngineGone.Reason.OTHER, new EngineGone(134, true, List.of(), false).reason());
        assertEquals(
                EngineGone.Reason.OTHER,
                new EngineGone(134, true, List.of("#  SIGSEGV (0xb) at pc=0x0"), false).reason());
        assertEquals(EngineGone.Reason.OTHER, new EngineGone(1, true, List.of("std::bad_alloc"), false).reason());
        for (String said : List.of(
                "  what():  std::bad_alloc",
                "  what():  DefaultCPUAllocator: can't allocate memory: you tried to allocate 1 bytes.",
                "# There is insufficient memory for the Java Runtime Environment to continue.",
                "# Native memory allocation (mmap) failed to map 1 bytes.")) {
            assertEquals(
                    EngineGone.Reason.MEMORY,
                    new EngineGone(134, false, List.of("before", said, "after"), false).reason(),
                    said);
        }
    }

    @Test
    void oneKillIsWantOfMemoryOnlyIfTheKernelEndsProcessesForIt() {
        assertEquals(EngineGone.Reason.MEMORY, new EngineGone(137, true, List.of(), false).reason());
        assertEquals(EngineGone.Reason.KILLED, new EngineGone(137, false, List.of("std::bad_alloc"), false).reason());
    }

    /// As when it got SIGTERM: its last words, and nothing that anybody wanted.
    @Test
    void anEngineThatCancelsByItselfIsGone() throws InterruptedException {
        assertEquals(
                "the engine gave up what nobody had cancelled",
                gone("[always quits]").getMessage());
        assertTrue(draw("the next engine", () -> true).isPresent());
    }

    /// It still lives when the next request comes.
    @Test
    void anEngineWhoseDeviceFailedServesNobodyAnyMore() throws InterruptedException {
        var gone = gone("[device always fails]");
        assertEquals(EngineGone.Reason.DEVICE, gone.reason());
        assertEquals("CUDA error: unspecified launch failure", gone.getMessage());
        assertTrue(draw("the next engine", () -> true).isPresent());
    }

    @Test
    void nobodyWaitsForAnEngineThatIsNotWantedAnyMore() {
        engine = new Engine(TestEngineSettings.ofClass(NeverReady.class, SHORT, LONG));
        var looks = new AtomicInteger();
        assertTimeout(
                Duration.ofSeconds(20),
                () -> assertEquals(Optional.empty(), draw("first", () -> looks.incrementAndGet() < 4)));
        assertEquals(4, looks.get());
        assertEquals(Optional.empty(), engine.pid());
    }

    /// Says nothing, not even that it is there.
    static final class NeverReady {
        public static void main(String... arguments) throws InterruptedException {
            Thread.sleep(60_000);
        }
    }

    @Test
    void afterALossNoEngineIsStartedThatNobodyWants() throws InterruptedException {
        gone("[always dies]");
        assertEquals(Optional.empty(), draw("not wanted", () -> false));
        assertEquals(Optional.empty(), engine.pid());
    }

    /// It tells no step that cancelling could wait for.
    @Test
    void cancellingDoesNotWaitForAStep() throws InterruptedException {
        draw("first", () -> true); // else it may be given up while its engine starts
        var pid = engine.pid();
        var looks = new AtomicInteger();
        assertEquals(Optional.empty(), draw("[hangs]", () -> looks.incrementAndGet() < 3));
        assertTrue(draw("the same engine goes on", () -> true).isPresent());
        assertEquals(pid, engine.pid());
    }

    /// Else it would be drawn on for nobody, and whoever comes next would wait.
    @Test
    void whatAListenerCannotTakeIsCancelled() throws InterruptedException {
        engine = engine(LONG, Duration.ofSeconds(20));
        assertThrows(
                UnsupportedOperationException.class,
                () -> draw("[lost preview] [hangs]", () -> true, answer -> {
                    throw new UnsupportedOperationException();
                }));
        var pid = engine.pid();
        assertTrue(draw("the same engine goes on", () -> true).isPresent());
        assertEquals(pid, engine.pid());
    }

    @Test
    void whoeverWaitsForATurnMayLeave() throws InterruptedException {
        var wanted = new AtomicBoolean(true);
        var first = Thread.ofPlatform().start(() -> drawUnchecked("[hangs]", wanted::get));
        Wait.until("the first has its turn", () -> engine.pid().isPresent());
        var looks = new AtomicInteger();
        assertEquals(Optional.empty(), draw("second", () -> looks.incrementAndGet() < 3));
        assertTrue(first.isAlive(), "the first still has its turn");
        wanted.set(false);
        first.join();
    }

    @Test
    void noEngineIsStartedToFreeItsMemory() throws InterruptedException {
        assertEquals(Optional.empty(), engine.unload("nothing", 1));
        assertEquals(Optional.empty(), engine.pid());
    }

    @Test
    void unloadedModelsAreGoneAndTheSameEngineGoesOn() throws InterruptedException {
        draw("first", () -> true);
        var pid = engine.pid();
        assertEquals(1, held());
        assertEquals(
                new EngineAnswer.Unloaded("u", 1000),
                engine.unload("u", engine.pid().orElseThrow()).orElseThrow());
        assertEquals(0, held());
        assertTrue(draw("second", () -> true).isPresent());
        assertEquals(1, held());
        assertEquals(pid, engine.pid());
    }

    @Test
    void unloadingWaitsForItsTurn() throws InterruptedException {
        var wanted = new AtomicBoolean(true);
        var first = Thread.ofPlatform().start(() -> drawUnchecked("[hangs]", wanted::get));
        Wait.until("the first has its turn", () -> engine.pid().isPresent() && held() == 1);
        var freed = new CompletableFuture<Optional<EngineAnswer.Unloaded>>();
        Thread.ofVirtual().start(() -> freed.complete(unloadUnchecked()));
        assertThrows(TimeoutException.class, () -> freed.get(1, TimeUnit.SECONDS));
        assertEquals(1, held());
        wanted.set(false);
        first.join();
        assertEquals(Optional.of(new EngineAnswer.Unloaded("u", 1000)), freed.join());
    }

    @Test
    void whatItCouldComputeOnIsTold() throws InterruptedException {
        assertEquals(Optional.empty(), engine.devices("d", SHORT));
        draw("first", () -> true);
        assertEquals(
                "paper",
                engine.devices("d", LONG).orElseThrow().devices().getFirst().name());
    }

    private int held() {
        return engine.health("h", LONG).orElseThrow().models().size();
    }

    private Optional<EngineAnswer.Unloaded> unloadUnchecked() {
        try {
            return engine.unload("u", engine.pid().orElseThrow());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private EngineGone gone(String prompt) {
        return assertThrows(EngineGone.class, () -> draw(prompt, () -> true));
    }

    private void drawUnchecked(String prompt, BooleanSupplier wanted) {
        try {
            draw(prompt, wanted);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<EngineAnswer.Done> draw(String prompt, BooleanSupplier wanted) throws InterruptedException {
        return draw(prompt, wanted, answer -> {});
    }

    private Optional<EngineAnswer.Done> draw(String prompt, BooleanSupplier wanted, Consumer<EngineAnswer> watch)
            throws InterruptedException {
        var request = new EngineRequest.Generate(
                prompt,
                new ModelSource("/none", List.of()),
                prompt,
                "",
                List.of(5L),
                3,
                4,
                SamplerKind.DDIM,
                64,
                64,
                0,
                folder.toString());
        return engine.generate(request, JobPriority.WAITED_FOR, wanted, watch);
    }
}
