package art.pinhua.training.starter.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class WishTest {
    @TempDir
    Path folder;

    private static String refusal(Executable wish) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, wish).getMessage());
    }

    private static Wish from(@Nullable String from, @Nullable Double share, boolean decoderOnly) {
        return new Wish(1, 128, 24, 4.0, 2, null, from, share, decoderOnly);
    }

    @Test
    void whatDoesNotFitIsNamedByItsOption() {
        assertTrue(refusal(() -> new Wish(1, 96, 24, 1.0, 1, false)).startsWith("--size"));
        assertTrue(refusal(() -> new Wish(1, 64, 0, 1.0, 1, false)).startsWith("--pictures"));
        assertTrue(refusal(() -> new Wish(1, 64, 24, 0.0, 1, false)).startsWith("--hours"));
        assertTrue(refusal(() -> new Wish(1, 64, 24, Double.NaN, 1, false)).startsWith("--hours"));
        assertTrue(refusal(() -> new Wish(1, 64, 24, Double.POSITIVE_INFINITY, 1, false))
                .startsWith("--hours"));
        assertTrue(refusal(() -> new Wish(1, 64, 24, 1.0, 0, false)).startsWith("--threads"));
        assertTrue(refusal(() -> from("earlier", 1.0, false)).startsWith("--autoencoder-share"));
        assertTrue(refusal(() -> from(null, 0.0, false)).contains("--from"));
        assertTrue(refusal(() -> from(null, null, true)).contains("--from"));
        assertTrue(refusal(() -> new Wish(1, 128, 24, null, 2, null, null, .4, false))
                .contains("--hours"));
    }

    @Test
    void aShareOfTheHoursThatADecoderAloneWouldNotHeedIsRefused() {
        from("earlier", null, true).refuseWhatIsNotHeeded();
        from("earlier", .5, false).refuseWhatIsNotHeeded();
        for (double share : new double[] {0, .5}) {
            String refusal = refusal(() -> from("earlier", share, true).refuseWhatIsNotHeeded());
            assertTrue(refusal.startsWith("--autoencoder-share 0") && refusal.contains("--only decoder"), refusal);
        }
    }

    @Test
    void anotherCommandThanTheFirstIsRefusedByTheOptionThatDiffers() {
        var first = from("earlier", .5, false);
        from("./earlier/", .5, false).refuseToDifferFrom(first, folder);
        assertEquals(
                "--autoencoder-share 0: %s was begun with 0.5; name another --folder".formatted(folder),
                refusal(() -> from("earlier", 0.0, false).refuseToDifferFrom(first, folder)));
        assertEquals(
                "no --from: %s was begun with %s; name another --folder"
                        .formatted(folder, Path.of("earlier").toAbsolutePath()),
                refusal(() -> from(null, .5, false).refuseToDifferFrom(first, folder)));
        assertEquals(
                "--only decoder: %s was begun without it; name another --folder".formatted(folder),
                refusal(() -> from("earlier", .5, true).refuseToDifferFrom(first, folder)));
        assertEquals(
                "--hours 8: %s was begun with 4; name another --folder".formatted(folder),
                refusal(() ->
                        new Wish(1, 128, 24, 8.0, 2, null, "earlier", .5, false).refuseToDifferFrom(first, folder)));
    }

    /// Its text is in the checkpoints of trainings that have begun.
    @Test
    void aTrainingOfAnEarlierVersionKeepsItsText() throws IOException {
        assertEquals(Optional.empty(), Wish.begun(folder));
        Files.writeString(folder.resolve("starter.json"), """
            {"seed":1,"size":128,"pictures":24000,"hours":4.0,"threads":2,"bfloat16":true,"autoencoderShare":0.3,\
            "decoderOnly":false}\
            """);
        assertEquals(
                "Wish[seed=1, size=128, pictures=24000, hours=4.0, threads=2, bfloat16=true, from=null,"
                        + " autoencoderShare=0.3, decoderOnly=false]",
                Wish.begun(folder).orElseThrow().toString());
    }

    @Test
    void aWishIsReadAsItWasWritten() throws IOException {
        var wish = from("earlier", null, false);
        wish.begin(folder);
        assertEquals(Optional.of(wish), Wish.begun(folder));
    }

    @Test
    void withoutHoursItIsReadAsItWasWritten() throws IOException {
        Wish.usual(128).begin(folder);
        assertEquals(Optional.of(Wish.usual(128)), Wish.begun(folder));
        assertEquals(
                "--hours 8: %s was begun without it; name another --folder".formatted(folder),
                refusal(() -> new Wish(1, 128, 24_000, 8.0, Wish.usual(128).threads(), null, null, null, false)
                        .refuseToDifferFrom(Wish.usual(128), folder)));
    }
}
