package art.pinhua.training.data;

import art.pinhua.training.contract.PreferenceGroup;
import art.pinhua.training.contract.SnapshotFiles;
import art.pinhua.training.contract.SnapshotManifest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.apache.commons.codec.digest.DigestUtils;

/// A snapshot in memory: the preferences by split, and its pictures on demand.
/// @param training groups to learn from
/// @param heldOut  groups of prompts that are never learnt from
public record PreferenceData(
        Path folder, SnapshotManifest manifest, List<PreferenceGroup> training, List<PreferenceGroup> heldOut) {

    /// Reads and checks everything but the pictures' contents.
    /// @throws BrokenSnapshotException naming what is missing or does not fit
    public static PreferenceData read(Path folder) throws IOException {
        SnapshotManifest manifest = SnapshotFiles.manifest(folder);
        List<PreferenceGroup> groups = SnapshotFiles.groups(folder);
        var data = new PreferenceData(
                folder, manifest, of(groups, PreferenceGroup.Split.TRAIN), of(groups, PreferenceGroup.Split.HELDOUT));
        if (data.training.isEmpty()) {
            throw new BrokenSnapshotException("The snapshot " + folder + " has no group to train on");
        }
        for (String image : data.images()) {
            if (!Files.isRegularFile(SnapshotFiles.image(folder, image))) {
                throw new BrokenSnapshotException(
                        "The snapshot lacks a picture: " + SnapshotFiles.image(folder, image) + " does not exist");
            }
        }
        for (SnapshotManifest.Word word : manifest.wordsOrNone()) {
            check(folder, word);
        }
        return data;
    }

    /// The file of a learned word, which a snapshot that does not say its size may lack.
    /// @throws BrokenSnapshotException when it is missing or damaged
    private static void check(Path folder, SnapshotManifest.Word word) throws IOException {
        Path file = SnapshotFiles.word(folder, word.sha256());
        Long bytes = word.bytes();
        if (!Files.isRegularFile(file)) {
            if (bytes != null) {
                throw new BrokenSnapshotException(
                        "The snapshot lacks the learned word '%s': %s does not exist".formatted(word.word(), file));
            }
        } else if (bytes != null && Files.size(file) != bytes) {
            throw new BrokenSnapshotException(
                    "%s is damaged: it has %d bytes, not %d".formatted(file, Files.size(file), bytes));
        } else if (!SnapshotFiles.holdsWord(folder, word.sha256())) {
            throw new BrokenSnapshotException(file + " is damaged: its SHA-256 is not its name");
        }
    }

    private static List<PreferenceGroup> of(List<PreferenceGroup> groups, PreferenceGroup.Split split) {
        return groups.stream().filter(group -> group.split() == split).toList();
    }

    /// SHA-256 of every picture, each once.
    public Set<String> images() {
        var images = new LinkedHashSet<String>();
        training.forEach(group -> images.addAll(group.images()));
        heldOut.forEach(group -> images.addAll(group.images()));
        return images;
    }

    /// Reads a picture as planes of red, green and blue in −1 … 1, (3, height, width).
    /// @throws BrokenSnapshotException when its bytes are not those of its name, or it has another size
    public float[] picture(String sha256, int width, int height) throws IOException {
        Path file = SnapshotFiles.image(folder, sha256);
        byte[] bytes = Files.readAllBytes(file);
        String found = DigestUtils.sha256Hex(bytes);
        if (!found.equals(sha256)) {
            throw new BrokenSnapshotException(file + " is damaged: its SHA-256 is " + found);
        }
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
        if (image == null) {
            throw new BrokenSnapshotException(file + " is no picture that Java can read");
        }
        if (image.getWidth() != width || image.getHeight() != height) {
            throw new BrokenSnapshotException("%s is %d × %d pixels, the base model draws %d × %d"
                    .formatted(file, image.getWidth(), image.getHeight(), width, height));
        }
        var planes = new float[3 * width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int rgb = image.getRGB(x, y);
                for (int c = 0; c < 3; c++) {
                    planes[(c * height + y) * width + x] = (rgb >> 16 - 8 * c & 255) / 127.5f - 1;
                }
            }
        }
        return planes;
    }
}
