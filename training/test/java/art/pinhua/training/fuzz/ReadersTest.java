package art.pinhua.training.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.io.PipelineFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Readers of what comes from outside: each takes what is sound, else all changes to it would end at
/// its door; refuses what once broke it, or looks as if it could; and stands some thousand changes by a
/// seeded hand. [FuzzTest] looks longer, and for code that was not reached before.
class ReadersTest {
    private static final int RUNS = Integer.getInteger("pinhua.fuzz.runs", 2_000);
    private static final long SEED = 20261129;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void whatIsSoundIsTaken(ReaderKind kind) throws IOException {
        Readings.lay(kind, folder);
        List<ReaderKind.Input> sound = kind.sound();
        assertFalse(sound.isEmpty());
        for (ReaderKind.Input input : sound) {
            assertEquals(Optional.empty(), FuzzTarget.refusal(kind, input.bytes(), folder), input.name());
            assertTrue(
                    input.bytes().length <= FuzzTest.LONGEST / 2,
                    () -> input + " leaves no room: " + input.bytes().length + " bytes");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsHostileIsRefused(ReaderKind kind) throws IOException {
        Readings.lay(kind, folder);
        List<ReaderKind.Input> hostile = kind.hostile();
        assertFalse(hostile.isEmpty());
        for (ReaderKind.Input input : hostile) {
            assertTrue(read(kind, input.bytes(), input.name()).isPresent(), () -> input + " was taken");
        }
    }

    @ParameterizedTest
    @EnumSource
    void changesBringNothingButRefusals(ReaderKind kind) throws IOException {
        Readings.lay(kind, folder);
        var hand = new Mutations(kind.sound(), SEED);
        int refused = 0;
        for (int run = 0; run < RUNS; run++) {
            byte[] changed = hand.next();
            refused += read(kind, changed, "run " + run + " of seed " + SEED).isPresent() ? 1 : 0;
        }
        assertTrue(refused > RUNS / 20, "the hand changes too little: refused " + refused + " of " + RUNS);
        assertTrue(refused < RUNS, "the hand spoils everything");
    }

    /// @param name told with a finding, and what was read
    private Optional<Exception> read(ReaderKind kind, byte[] data, String name) {
        try {
            return FuzzTarget.refusal(kind, data, folder);
        } catch (IOException | RuntimeException | Error e) {
            throw new AssertionError(name + ": " + new String(data, StandardCharsets.ISO_8859_1), e);
        }
    }

    /// Else its second text encoder, whose names are others, would never be read.
    @Test
    void theCheckpointOfTheXlFamilyIsOne() throws IOException {
        Readings.lay(ReaderKind.XL_CHECKPOINT, folder);
        Path file = Seeds.xlCheckpoint().write(folder.resolve("xl.safetensors"));
        assertEquals(2, PipelineFiles.open(file).texts().size());
    }
}
