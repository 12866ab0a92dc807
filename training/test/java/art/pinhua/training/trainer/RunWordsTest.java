package art.pinhua.training.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.contract.SnapshotManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Learned words of a run beside those of its snapshot.
class RunWordsTest {
    private static final String REFUSED =
            "The run's words are not those that the snapshot's pictures were drawn with: ";

    @TempDir
    Path folder;

    /// A word of the run, with its file.
    private ModelSource.Word given(String word, String vectors) throws IOException {
        Path file = Files.writeString(folder.resolve(vectors), vectors);
        return new ModelSource.Word(file.toString(), word);
    }

    private static SnapshotManifest.Word named(String word, String vectors) {
        return new SnapshotManifest.Word(word, DigestUtils.sha256Hex(vectors));
    }

    private static SnapshotManifest snapshot(SnapshotManifest.Word... words) {
        var bare = new SnapshotManifest(SnapshotManifest.FORMAT, "", List.of("c"), Map.of(), Map.of(), "base", 1);
        return bare.withWords(List.of(words));
    }

    private static String refusal(List<ModelSource.Word> words, SnapshotManifest snapshot) {
        var refusal = assertThrows(TrainingException.class, () -> RunWords.check(words, snapshot));
        return String.valueOf(refusal.getMessage());
    }

    @Test
    void theSnapshotsWordsInAnyOrderAreTaken() throws IOException {
        var words = List.of(given("robe", "r"), given("水墨风", "s"));
        RunWords.check(words, snapshot(named("水墨风", "s"), named("robe", "r")));
    }

    @Test
    void everyDifferenceIsNamed() throws IOException {
        var words = List.of(given("cape", "c"), given("ink", "i"), given("robe", "r"));
        String said = refusal(words, snapshot(named("robe", "r"), named("ink", "j"), named("fan", "f")));
        String ink = "'ink' has the SHA-256 " + DigestUtils.sha256Hex("i") + ", not " + DigestUtils.sha256Hex("j");
        assertEquals(REFUSED + "'cape' is additional; 'fan' is missing; " + ink, said);
    }

    @Test
    void snapshotsFromBeforeWordsWereNamedHaveNone() throws IOException {
        var older = new SnapshotManifest(SnapshotManifest.FORMAT, "", List.of(), Map.of(), Map.of(), "base", 1);
        RunWords.check(List.of(), older);
        assertEquals(REFUSED + "'robe' is additional", refusal(List.of(given("robe", "r")), older));
    }

    @Test
    void wordWithoutAFileIsNamed() throws IOException {
        ModelSource.Word word = given("robe", "r");
        Files.delete(Path.of(word.file()));
        assertEquals(
                "The file of the word 'robe' is missing: " + word.file() + " does not exist",
                refusal(List.of(word), snapshot(named("robe", "r"))));
    }
}
