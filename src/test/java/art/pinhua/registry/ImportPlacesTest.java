package art.pinhua.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import art.pinhua.platform.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportPlacesTest {
    @TempDir
    Path folder;

    private Path permitted = Path.of("");
    private Path outside = Path.of("");

    @BeforeEach
    void lay() throws IOException {
        permitted = Files.createDirectory(folder.resolve("permitted")).toRealPath();
        outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("secret.json"), "{}");
    }

    @Test
    void linksWithinTheFoldersForImportsAreFollowed() throws IOException {
        Path model = model("model");
        Path shared = Files.createDirectory(permitted.resolve("shared"));
        link(shared.resolve("config.json"), model.resolve("model_index.json"));
        link(model.resolve("unet"), shared);
        link(model.resolve("tokenizer"), permitted);
        places().requireLinksWithin(model);
        Path checkpoint = Files.writeString(permitted.resolve("one.safetensors"), "weights");
        link(permitted.resolve("tokenizer"), shared);
        places().requireLinksWithin(checkpoint);
    }

    @Test
    void aLinkThatLeadsOutOfAFolderIsNamed() throws IOException {
        Path secret = outside.resolve("secret.json");
        refused(model("whole"), "tokenizer", outside);
        refused(model("file"), "unet/config.json", secret);
        Path shared = Files.createDirectory(permitted.resolve("shared"));
        Path inner = link(shared.resolve("config.json"), secret);
        Path model = model("through");
        link(model.resolve("unet"), shared);
        assertEquals(told(inner), refusal(model));
    }

    @Test
    void aLinkThatLeadsOutBesideACheckpointIsNamed() throws IOException {
        for (String part :
                List.of("tokenizer", "tokenizer_2/vocab.json", "taesd", "taesd/config.json", "one.prediction.json")) {
            Path place = Files.createDirectories(permitted.resolve(part.replaceAll("[./]", "-")));
            Path checkpoint = Files.writeString(place.resolve("one.safetensors"), "weights");
            Path link = place.resolve(part);
            Files.createDirectories(Objects.requireNonNull(link.getParent()));
            link(link, part.contains(".") ? outside.resolve("secret.json") : outside);
            assertEquals(told(link), refusal(checkpoint));
        }
    }

    /// Of what settings name, and of what the product unpacked itself.
    @Test
    void linksOfModelsThatLieElsewhereLeadWhereTheyWill() throws IOException {
        Path starter = Files.createDirectory(folder.resolve("starter"));
        link(starter.resolve("unet"), outside);
        places().requireLinksWithin(starter);
    }

    private void refused(Path model, String name, Path target) throws IOException {
        Files.createDirectories(Objects.requireNonNull(model.resolve(name).getParent()));
        assertEquals(told(link(model.resolve(name), target)), refusal(model));
    }

    private String told(Path link) {
        return link + " is a link that leads out of the folders to import from: " + permitted
                + ". Put there what it leads to, or name that folder in pinhua.import.folders.";
    }

    private String refusal(Path model) {
        var places = places();
        var refusal = assertThrows(ModelRefused.class, () -> places.requireLinksWithin(model));
        return String.valueOf(refusal.getMessage());
    }

    private ImportPlaces places() {
        var data = new DataFolder(folder.resolve("data").toString());
        return new ImportPlaces(data, Optional.of(List.of(permitted.toString())));
    }

    private Path model(String name) throws IOException {
        Path model = Files.createDirectory(permitted.resolve(name));
        Files.writeString(model.resolve("model_index.json"), "{}");
        return model;
    }

    private static Path link(Path place, Path target) throws IOException {
        return Files.createSymbolicLink(place, target);
    }
}
