package art.pinhua.finetuning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.training.contract.RunEvent;
import art.pinhua.training.contract.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventTailTest {

    @TempDir
    Path folder;

    @Test
    void eachWholeLineIsReadOnce() throws IOException {
        var tail = new EventTail(folder);
        assertEquals(List.of(), tail.next());
        var first = new RunEvent.Checkpoint(1, "one");
        var second = new RunEvent.Checkpoint(2, "两");
        RunFiles.append(folder, first);
        assertEquals(List.of(first), tail.next());

        // half a line, in the middle of a character
        byte[] line = (RunFiles.line(second) + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Path events = folder.resolve(RunFiles.EVENTS);
        int half = RunFiles.line(second).indexOf('两') + 1;
        Files.write(events, java.util.Arrays.copyOf(line, half), StandardOpenOption.APPEND);
        assertEquals(List.of(), tail.next());
        Files.write(events, java.util.Arrays.copyOfRange(line, half, line.length), StandardOpenOption.APPEND);
        assertEquals(List.of(second), tail.next());
        assertEquals(List.of(), tail.next());
    }

    @Test
    void aLineCutShortByAKillIsLeftOut() throws IOException {
        var tail = new EventTail(folder);
        Files.writeString(folder.resolve(RunFiles.EVENTS), "{\"type\":\"checkpoint\",\"st");
        assertEquals(List.of(), tail.next());
        var next = new RunEvent.Cancelled(3);
        RunFiles.append(folder, next);

        assertEquals(List.of(next), tail.next());
    }
}
