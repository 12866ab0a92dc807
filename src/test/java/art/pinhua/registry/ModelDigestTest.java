package art.pinhua.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.contract.PredictionKind;
import art.pinhua.training.io.PredictionNote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelDigestTest {
    @TempDir
    Path folder;

    /// As rows have it since the first version: it must never change.
    @Test
    void theDigestOfAFolderIsThatOfItsSortedFiles() throws IOException {
        write("model/unet/config.json", "u");
        write("model/model_index.json", "m");
        write("model/.hidden", "h");
        var digest = of("model");
        assertEquals(
                DigestUtils.sha256Hex("model_index.json " + DigestUtils.sha256Hex("m") + "\nunet/config.json "
                        + DigestUtils.sha256Hex("u") + "\n"),
                digest.value());
        assertEquals(List.of(), digest.earlier());
    }

    @Test
    void aCheckpointInOneFileIsKnownWithItsTokenizers() throws IOException {
        write("one.safetensors", "weights");
        write("tokenizer/vocab.json", "v");
        var digest = of("one.safetensors");
        assertEquals(
                DigestUtils.sha256Hex("checkpoint " + DigestUtils.sha256Hex("weights") + "\ntokenizer/vocab.json "
                        + DigestUtils.sha256Hex("v") + "\n"),
                digest.value());
        assertEquals(DigestUtils.sha256Hex("weights"), digest.file());
        assertTrue(digest.names(DigestUtils.sha256Hex("weights")), "as earlier versions knew it");
        assertFalse(digest.names(DigestUtils.sha256Hex("v")));
        write("renamed.safetensors", "weights");
        assertEquals(digest, of("renamed.safetensors"));
        write("tokenizer_2/vocab.json", "v");
        var two = of("one.safetensors");
        assertNotEquals(digest.value(), two.value());
        PredictionNote.write(folder.resolve("one.safetensors"), PredictionKind.VELOCITY);
        assertNotEquals(two.value(), of("one.safetensors").value(), "it draws other pictures");
    }

    /// Else two checkpoints with different tokenizers were one model, and a copy of either another.
    @Test
    void tokenizersAndModelsMayBeLinks() throws IOException {
        write("one.safetensors", "weights");
        write("shared/vocab.json", "v");
        Files.createSymbolicLink(folder.resolve("tokenizer"), folder.resolve("shared"));
        var linked = of("one.safetensors");
        Files.delete(folder.resolve("tokenizer"));
        write("tokenizer/vocab.json", "v");
        assertEquals(of("one.safetensors"), linked);
        write("model/model_index.json", "m");
        Files.createSymbolicLink(folder.resolve("as before"), folder.resolve("model"));
        assertEquals(of("model"), of("as before"));
    }

    /// Else two folders that differ only there were one model.
    @Test
    void foldersThatAreLinksArePartOfAModel() throws IOException {
        write("model/model_index.json", "m");
        var without = of("model");
        write("disk/config.json", "u");
        Files.createSymbolicLink(folder.resolve("model/unet"), folder.resolve("disk"));
        var linked = of("model");
        write("plain/model_index.json", "m");
        write("plain/unet/config.json", "u");
        assertEquals(of("plain").value(), linked.value());
        assertEquals(List.of(without.value()), linked.earlier(), "as earlier versions knew it");
        Files.createSymbolicLink(folder.resolve("model/around"), folder);
        Files.createSymbolicLink(folder.resolve("disk/back"), folder.resolve("model"));
        assertEquals(linked, of("model"), "there is an end");
        write("disk/config.json", "v");
        assertNotEquals(linked.value(), of("model").value());
    }

    @Test
    void previewsAreNoPartOfAModel() throws IOException {
        write("model/model_index.json", "m");
        var without = of("model");
        write("model/taesd/config.json", "t");
        var with = of("model");
        assertEquals(without.value(), with.value());
        assertTrue(
                with.names(DigestUtils.sha256Hex("model_index.json " + DigestUtils.sha256Hex("m")
                        + "\ntaesd/config.json " + DigestUtils.sha256Hex("t") + "\n")),
                "as earlier versions knew it");
    }

    /// Else it shows nothing of how far it is.
    @Test
    void everyByteThatIsReadIsTold() throws IOException {
        write("model/model_index.json", "m");
        write("model/unet/model.safetensors", "w".repeat(200_000));
        write("model/.hidden", "h");
        var whole = new ArrayList<Long>();
        var read = new AtomicLong();
        ModelDigest.of(folder.resolve("model"), whole::add, read::addAndGet);
        assertEquals(200_001, read.get());
        write("one.safetensors", "weights");
        write("tokenizer/vocab.json", "v");
        read.set(0);
        ModelDigest.of(folder.resolve("one.safetensors"), whole::add, read::addAndGet);
        assertEquals(8, read.get());
        assertEquals(List.of(200_001L, 8L), whole);
    }

    private ModelDigest of(String name) throws IOException {
        return ModelDigest.of(folder.resolve(name));
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, text);
    }
}
