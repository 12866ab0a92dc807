package art.pinhua.platform.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// The server's programs, unpacked once per version from the class path.
record PostgresBinaries(Path folder) {
    /// A data folder belongs to one major version; it must be that of the binaries in the POM.
    static final int MAJOR = 18;

    private static final String COMPLETE = ".complete";

    String program(String name) {
        return folder.resolve("bin").resolve(name).toString();
    }

    /// Unpacks below `parent` into a folder named by the archive's checksum, so that a newer release is unpacked anew.
    static PostgresBinaries unpack(Path parent) throws IOException {
        var archive = archive();
        var folder = parent.resolve(checksum(archive));
        if (!Files.exists(folder.resolve(COMPLETE))) {
            Files.createDirectories(folder);
            extractAll(archive, folder);
            Files.createFile(folder.resolve(COMPLETE));
        }
        return new PostgresBinaries(folder);
    }

    private static URL archive() throws IOException {
        var system = Optional.ofNullable(System.getProperty("os.name")).orElse("");
        var arm = "aarch64".equals(System.getProperty("os.arch"));
        var name =
                "/postgres-" + (system.startsWith("Mac") ? "darwin" : "linux") + (arm ? "-arm_64" : "-x86_64") + ".txz";
        var archive = PostgresBinaries.class.getResource(name);
        if (archive == null) {
            throw new IOException("this build carries no PostgreSQL for " + system + " (" + name
                    + "); set QUARKUS_DATASOURCE_JDBC_URL, _USERNAME and _PASSWORD to use a server of yours");
        }
        return archive;
    }

    private static String checksum(URL archive) throws IOException {
        if (archive.openConnection() instanceof JarURLConnection jar) {
            jar.setUseCaches(false);
            try (var file = jar.getJarFile()) {
                var entry = file.getEntry(jar.getEntryName());
                return Long.toHexString(entry.getCrc()) + "-" + entry.getSize();
            }
        }
        return "size-" + archive.openConnection().getContentLengthLong();
    }

    private static void extractAll(URL archive, Path folder) throws IOException {
        try (var stream = archive.openStream();
                var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(stream, 1 << 16)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                extract(tar, entry, folder);
            }
        }
    }

    private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder) throws IOException {
        var target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("entry leaves the folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.resolveSibling("."));
        Files.deleteIfExists(target);
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, target);
        var executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
}
