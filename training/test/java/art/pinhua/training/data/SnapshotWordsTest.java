package art.pinhua.training.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.contract.PreferenceGroup;
import art.pinhua.training.contract.SnapshotFiles;
import art.pinhua.training.contract.SnapshotManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The files of learned words, which a snapshot holds beside its pictures.
class SnapshotWordsTest {
    private static final String VECTORS = "vectors";

    /// Of these vectors.
    private static final String SHA256 = "29a6a5e3c39862766d200557894f42fe0afed05234816b0ca9cbb59bbc1d6023";

    private final Path folder;
    private final Path word;

    SnapshotWordsTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.word = SnapshotFiles.word(folder, SHA256);
        Files.createDirectories(folder.resolve("words"));
        Files.createDirectories(folder.resolve("images"));
        Files.writeString(word, VECTORS);
        List<String> images = List.of("a".repeat(64), "b".repeat(64));
        for (String image : images) {
            Files.createFile(SnapshotFiles.image(folder, image));
        }
        var group = new PreferenceGroup(
                "p", "a robe", "", PreferenceGroup.Split.TRAIN, PreferenceGroup.Kind.PAIR, images, 1, List.of());
        var bare = new SnapshotManifest(SnapshotManifest.FORMAT, "", List.of("c"), Map.of(), Map.of(), "base", 1);
        var taught = bare.withWords(List.of(new SnapshotManifest.Word("robe", SHA256)));
        SnapshotFiles.write(folder, taught, List.of(group));
    }

    private void assertBroken(String said) {
        var refusal = assertThrows(BrokenSnapshotException.class, () -> PreferenceData.read(folder));
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains(said) && message.contains(SHA256), message);
    }

    @Test
    void wordsWithTheirFilesAreRead() throws IOException {
        assertEquals(
                List.of(new SnapshotManifest.Word("robe", SHA256, 7L)),
                PreferenceData.read(folder).manifest().wordsOrNone());
    }

    @Test
    void missingWordIsNamed() throws IOException {
        Files.delete(word);
        assertBroken("lacks the learned word 'robe'");
    }

    @Test
    void damagedWordIsNamed() throws IOException {
        Files.writeString(word, VECTORS + " and more");
        assertBroken("it has 16 bytes, not 7");
        Files.writeString(word, VECTORS.toUpperCase(Locale.ROOT));
        assertBroken("its SHA-256 is not its name");
    }

    @Test
    void snapshotsFromBeforeTheyHeldWordsMayLackThem() throws IOException {
        Path manifest = folder.resolve("snapshot.json");
        Files.writeString(manifest, Files.readString(manifest).replace(",\"bytes\":7", ""));
        Files.delete(word);
        assertEquals(
                List.of(new SnapshotManifest.Word("robe", SHA256)),
                PreferenceData.read(folder).manifest().wordsOrNone());
        Files.writeString(word, "others");
        assertBroken("its SHA-256 is not its name");
    }
}
