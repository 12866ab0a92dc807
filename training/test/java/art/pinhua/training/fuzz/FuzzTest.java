package art.pinhua.training.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Readers of what comes from outside under Jazzer, which looks for bytes that reach new code: every
/// one in a process of its own with a small heap, so that a claim without bytes behind it is found as
/// memory running out. It begins with what [ReadersTest] knows.
@Tag("slow")
class FuzzTest {
    /// Bytes of the longest input that is tried.
    static final int LONGEST = 16_384;

    private static final int SECONDS = Integer.getInteger("pinhua.fuzz.seconds", 20);
    private static final Pattern DONE = Pattern.compile("Done (\\d+) runs");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void nothingButARefusalComesOut(ReaderKind kind) throws IOException, InterruptedException {
        Path corpus = Files.createDirectory(folder.resolve("corpus"));
        Path work = Files.createDirectory(folder.resolve("work"));
        var inputs = new ArrayList<>(kind.sound());
        inputs.addAll(kind.hostile());
        for (int i = 0; i < inputs.size(); i++) {
            Files.write(corpus.resolve("input-" + i), inputs.get(i).bytes());
        }
        var process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:MaxDirectMemorySize=64m",
                        "-XX:-OmitStackTraceInFastThrow",
                        "-XX:+EnableDynamicAgentLoading",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                                .replace(':', File.pathSeparatorChar),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + FuzzTarget.class.getName(),
                        "--target_args=" + kind + " " + work,
                        "--instrumentation_includes=art.pinhua.training.**",
                        "--reproducer_path=" + folder,
                        "-artifact_prefix=" + folder + "/",
                        "-max_total_time=" + SECONDS,
                        "-max_len=" + LONGEST,
                        "-timeout=20",
                        // what it measures begins with the memory of the process that started it; -Xmx bounds this one
                        "-rss_limit_mb=0",
                        "-seed=20261128",
                        corpus.toString()))
                .redirectErrorStream(true)
                .directory(folder.toFile())
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .replaceAll("(?m)^INFO: .*\\R", "");
        assertTrue(process.waitFor(SECONDS + 120, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), () -> "seed 20261128\n" + said);
        var done = DONE.matcher(said);
        assertTrue(done.find(), said);
        System.out.println(kind + ": " + done.group() + " in " + SECONDS + " s");
        assertTrue(Long.parseLong(done.group(1)) > 100, said);
    }
}
