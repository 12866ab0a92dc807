package art.pinhua.platform.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/// A folder of files by name (`ab/abcd…`); what is damaged lies in `quarantine`.
final class FolderShelf implements BlobShelf {
    private final Path root;
    private final Path quarantine;

    FolderShelf(Path root) {
        this.root = root;
        this.quarantine = root.resolve("quarantine");
    }

    @Override
    public boolean holds(String sha256) {
        return Files.isRegularFile(file(sha256));
    }

    @Override
    public InputStream open(String sha256) throws IOException {
        return Files.newInputStream(file(sha256));
    }

    @Override
    public Path local(String sha256) throws IOException {
        var file = file(sha256);
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return file;
    }

    /// The draft lies on the same disk; its bytes are there already, and its new name follows with the folders.
    @Override
    public void keep(Path draft, String sha256) throws IOException {
        var shelf = Files.createDirectories(file(sha256).getParent());
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("r--r-----"));
        Files.move(draft, file(sha256), StandardCopyOption.ATOMIC_MOVE);
        force(shelf);
        force(root);
    }

    /// A second damaged file of the same name replaces the first.
    @Override
    public void quarantine(String sha256) throws IOException {
        Files.createDirectories(quarantine);
        try {
            Files.move(file(sha256), quarantine.resolve(sha256), StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            return; // somebody else was quicker
        }
        force(quarantine);
    }

    @Override
    public List<Item> items() throws IOException {
        var items = new ArrayList<Item>();
        try (var shelves = Files.newDirectoryStream(root, "[0-9a-f][0-9a-f]")) {
            for (var shelf : shelves) {
                try (var files = Files.newDirectoryStream(shelf, FolderShelf::isBlob)) {
                    for (var file : files) {
                        items.add(new Item(
                                file.getFileName().toString(),
                                Files.size(file),
                                Files.getLastModifiedTime(file).toInstant()));
                    }
                }
            }
        } catch (NoSuchFileException empty) {
            return items;
        }
        return items;
    }

    @Override
    public List<String> quarantined() throws IOException {
        if (!Files.isDirectory(quarantine)) {
            return List.of();
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(quarantine, FolderShelf::isBlob)) {
            var names = new ArrayList<String>();
            files.forEach(file -> names.add(file.getFileName().toString()));
            return names;
        }
    }

    @Override
    public String place() {
        return root.toString();
    }

    private static boolean isBlob(Path file) {
        return Blobs.isName(file.getFileName().toString());
    }

    private Path file(String sha256) {
        return root.resolve(sha256.substring(0, 2)).resolve(sha256);
    }

    private static void force(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder)) {
            channel.force(true);
        }
    }
}
