package art.pinhua.platform.postgres;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The operating-system account the server runs under, as a prefix of its commands.
///
/// PostgreSQL refuses uid 0. Root runs it in a user namespace (files stay root's, any folder root can reach works),
/// else as an unprivileged account. Both leave different owners behind: once a cluster exists, its owner decides.
/// Where namespaces are forbidden, one of root's, as a restore leaves it, is handed to that account.
///
/// @param owner whose the cluster's files are, where they are not ours
record ServerAccount(List<String> prefix, Optional<Owner> owner) {
    /// An account and its group.
    record Owner(String user, String group) {}

    private static final ServerAccount SELF = new ServerAccount(List.of(), Optional.empty());
    private static final ServerAccount USER_NAMESPACE = new ServerAccount(List.of("unshare", "-U"), Optional.empty());

    /// @param cluster two levels below the data folder, or not there yet
    /// @throws IOException when there is no account that can serve it
    static ServerAccount choose(Path cluster) throws IOException {
        var account = suited(cluster);
        account.requireEntrance(cluster.resolve("../..").normalize());
        return account;
    }

    static ServerAccount suited(Path cluster) throws IOException {
        var me = Optional.ofNullable(System.getProperty("user.name")).orElse("?");
        if (Files.exists(cluster)) {
            return ofCluster(cluster, me);
        }
        return me.equals("root") ? ofRoot() : SELF;
    }

    private static ServerAccount ofRoot() throws IOException {
        return userNamespacesWork() ? USER_NAMESPACE : become("nobody", "nogroup");
    }

    List<String> command(String... arguments) {
        return Stream.concat(prefix.stream(), Stream.of(arguments)).toList();
    }

    /// Another account than ours may not get as far as our folder, as below root's home. Asked before anything
    /// is handed to it.
    void requireEntrance(Path folder) throws IOException {
        if (owner.isEmpty()) {
            return;
        }
        var process = new ProcessBuilder(command("test", "-x", folder.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (Commands.await(process) != 0) {
            throw new IOException("the server does not run as root and would run as the account "
                    + owner.get().user() + ", which cannot enter " + folder
                    + ". Choose a folder outside of root's home with PINHUA_DATA,"
                    + " or start Pinhua as an ordinary user");
        }
    }

    /// Lets another account than ours through a folder that was made for its maker alone, no farther.
    void letThrough(Path folder) throws IOException {
        if (owner.isPresent()) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        }
        requireEntrance(folder);
    }

    /// Hands the folders the server writes into to its account.
    void own(Path... paths) throws IOException {
        for (var path : paths) {
            give(path);
        }
    }

    /// Hands over a cluster that is another account's, with all that is in it and what its server writes
    /// beside it. The cluster's own folder comes last, since that one's owner says who serves it: what was
    /// cut off begins anew.
    void adopt(Path cluster, Path... beside) throws IOException {
        if (owner.isEmpty()
                || Files.getOwner(cluster).getName().equals(owner.get().user())) {
            return;
        }
        for (var path : beside) {
            if (Files.exists(path)) {
                give(path);
            }
        }
        Files.walkFileTree(cluster, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                give(file, LinkOption.NOFOLLOW_LINKS);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                give(folder);
                return super.postVisitDirectory(folder, failure);
            }
        });
    }

    private void give(Path path, LinkOption... links) throws IOException {
        if (owner.isEmpty()) {
            return;
        }
        var names = path.getFileSystem().getUserPrincipalLookupService();
        var file = Files.getFileAttributeView(path, PosixFileAttributeView.class, links);
        file.setGroup(names.lookupPrincipalByGroupName(owner.get().group()));
        file.setOwner(names.lookupPrincipalByName(owner.get().user()));
    }

    private static ServerAccount ofCluster(Path cluster, String me) throws IOException {
        var held = Files.readAttributes(cluster, PosixFileAttributes.class);
        var user = held.owner().getName();
        if (user.equals(me)) {
            return me.equals("root") ? ofRootsCluster(cluster) : SELF;
        }
        if (me.equals("root")) {
            return become(user, held.group().getName());
        }
        throw new IOException("the database in " + cluster + " belongs to the account " + user + ", and this is " + me
                + ". Start Pinhua as " + user + ", or choose another data folder with PINHUA_DATA");
    }

    /// A server that lives is joined, and stopped, as what it is.
    private static ServerAccount ofRootsCluster(Path cluster) throws IOException {
        var server = PostmasterFile.read(cluster);
        return server.isPresent() && PostmasterFile.lives(server.get().pid(), cluster) ? USER_NAMESPACE : ofRoot();
    }

    private static ServerAccount become(String user, String group) throws IOException {
        if (onPath("setpriv")) {
            return new ServerAccount(
                    List.of("setpriv", "--reuid=" + user, "--regid=" + group, "--clear-groups"),
                    Optional.of(new Owner(user, group)));
        }
        if (onPath("runuser")) {
            return new ServerAccount(List.of("runuser", "-u", user, "--"), Optional.of(new Owner(user, group)));
        }
        throw new IOException("PostgreSQL does not run as root, and none of unshare, setpriv, runuser works here."
                + " Start Pinhua as an ordinary user, or set QUARKUS_DATASOURCE_JDBC_URL");
    }

    /// `PINHUA_NO_USERNS` switches namespaces off where a security policy lets them start and breaks them later.
    private static boolean userNamespacesWork() throws IOException {
        if (System.getenv("PINHUA_NO_USERNS") != null || !onPath("unshare")) {
            return false;
        }
        var process = new ProcessBuilder("unshare", "-U", "id", "-u")
                .redirectErrorStream(true)
                .start();
        var uid = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        return Commands.await(process) == 0 && !uid.equals("0");
    }

    private static boolean onPath(String program) {
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
