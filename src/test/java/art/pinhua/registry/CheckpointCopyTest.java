package art.pinhua.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.platform.jobs.JobWaits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointCopyTest {
    @TempDir
    Path folder;

    private Path checkpoint = Path.of("");
    private Path lender = Path.of("");
    private Path target = Path.of("");

    @BeforeEach
    void lay() throws IOException {
        checkpoint = Files.writeString(folder.resolve("one.safetensors"), "weights");
        lender = Files.createDirectory(folder.resolve("lender"));
        target = folder.resolve("target");
    }

    /// Else it would itself take the room that its work waits for.
    @Test
    void aCopyThatEndsEarlyTakesNoRoom() throws IOException {
        tokenizer(lender.resolve("tokenizer"));
        var looks = new AtomicInteger();
        var copy = new CheckpointCopy(target, bytes -> {}, copied -> {
            if (looks.incrementAndGet() == 3) {
                throw new JobWaits("others took the room");
            }
        });
        assertThrows(JobWaits.class, () -> copy.of(checkpoint, "a.safetensors", lender));
        assertFalse(Files.exists(target));
        assertEquals("weights", Files.readString(copy.of(checkpoint, "a.safetensors", lender)));
    }

    @Test
    void everyByteThatIsCopiedIsTold() throws IOException {
        tokenizer(lender.resolve("tokenizer"));
        var whole = new AtomicLong();
        var copied = new AtomicLong();
        new CheckpointCopy(target, whole::set, copied::addAndGet).of(checkpoint, "a.safetensors", lender);
        assertEquals("weights".length() + "{}".length(), whole.get());
        assertEquals(whole.get(), copied.get());
    }

    @Test
    void tokenizersMayBeLinks() throws IOException {
        Path elsewhere = tokenizer(folder.resolve("elsewhere"));
        Files.createSymbolicLink(elsewhere.resolve("merges.txt"), elsewhere.resolve("vocab.json"));
        Files.createSymbolicLink(lender.resolve("tokenizer"), elsewhere);
        Files.createSymbolicLink(lender.resolve("tokenizer_2"), elsewhere);
        Path copy = new CheckpointCopy(target, bytes -> {}, copied -> {}).of(checkpoint, "a.safetensors", lender);
        for (String name : new String[] {"tokenizer", "tokenizer_2"}) {
            Path tokenizer = copy.resolveSibling(name);
            assertFalse(Files.isSymbolicLink(tokenizer), name);
            for (String file : new String[] {"vocab.json", "merges.txt"}) {
                assertEquals("{}", Files.readString(tokenizer.resolve(file)));
                assertFalse(Files.isSymbolicLink(tokenizer.resolve(file)), file);
            }
        }
    }

    @Test
    void aModelThatWasTaughtWordsLendsThoseOfClip() throws IOException {
        Path place = tokenizer(lender.resolve("tokenizer"));
        Files.writeString(
                place.resolve("tokenizer_config.json"), "{\"model_max_length\": 77, \"pad_token\": \"<|endoftext|>\"}");
        Files.writeString(place.resolve("merges.txt"), "#version: 0.2\n");
        String marks = "\"<|startoftext|>\": 49406, \"<|endoftext|>\": 49407}";
        Files.writeString(
                place.resolve("vocab.json"),
                IntStream.range(0, 49_406)
                        .mapToObj(number -> "\"word" + number + "\": " + number + ", ")
                        .collect(Collectors.joining("", "{", marks)));
        assertTrue(CheckpointCopy.hasWordsOfClip(lender));
        Files.writeString(place.resolve("added_tokens.json"), "{\"<cat-toy>\": 49408}");
        assertTrue(CheckpointCopy.hasWordsOfClip(lender));
    }

    private static Path tokenizer(Path place) throws IOException {
        Files.writeString(Files.createDirectory(place).resolve("vocab.json"), "{}");
        return place;
    }
}
