package art.pinhua.platform.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerAccountTest {
    private static final ServerAccount NOBODY = new ServerAccount(
            List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"),
            Optional.of(new ServerAccount.Owner("nobody", "nogroup")));

    @TempDir
    Path folder;

    @Test
    void anAccountThatCannotGetToTheDataFolderIsToldBeforeItOwnsAnything() throws IOException {
        var shutOut = new ServerAccount(List.of("false"), NOBODY.owner()); // whatever it tries
        var refusal = assertThrows(IOException.class, () -> shutOut.requireEntrance(folder));
        assertEquals(
                "the server does not run as root and would run as the account nobody, which cannot enter " + folder
                        + ". Choose a folder outside of root's home with PINHUA_DATA, or start Pinhua as an ordinary"
                        + " user",
                refusal.getMessage());
        new ServerAccount(List.of("env"), NOBODY.owner()).requireEntrance(folder);
        new ServerAccount(List.of("false"), Optional.empty()).requireEntrance(folder); // ours need not be asked
    }

    /// A temporary folder is its maker's alone, as root's home is.
    @Test
    void nobodyIsShutOutOfWhatIsRootsAlone() throws Exception {
        Assumptions.assumeTrue(setprivWorks(), "only root can become nobody");
        assertThrows(IOException.class, () -> NOBODY.requireEntrance(folder));
        NOBODY.requireEntrance(Path.of("/"));
    }

    @Test
    void nobodyIsLetThroughAFolderThatWasMadeForRestoring() throws Exception {
        Assumptions.assumeTrue(setprivWorks(), "only root can become nobody");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        var data = Files.createDirectory(
                folder.resolve("data"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        NOBODY.letThrough(data);
        assertEquals("rwx--x--x", PosixFilePermissions.toString(Files.getPosixFilePermissions(data)));
    }

    @Test
    void aClusterIsHandedOverWithAllThatIsInIt() throws Exception {
        Assumptions.assumeTrue(setprivWorks(), "only root can become nobody");
        var cluster = folder.resolve("data");
        var table = Files.createFile(
                Files.createDirectories(cluster.resolve("base/1")).resolve("16400"));
        var log = Files.createFile(folder.resolve("postgres.log"));
        NOBODY.adopt(cluster, folder, log, folder.resolve("absent"));
        for (var path : List.of(folder, log, cluster, cluster.resolve("base"), table)) {
            var held = Files.readAttributes(path, PosixFileAttributes.class);
            assertEquals("nobody", held.owner().getName());
            assertEquals("nogroup", held.group().getName());
        }
    }

    /// For root alone.
    private static boolean setprivWorks() throws InterruptedException {
        try {
            return new ProcessBuilder(NOBODY.command("true")).start().waitFor() == 0;
        } catch (IOException absent) {
            return false;
        }
    }
}
