package art.pinhua.platform.postgres;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The operating-system account the server runs under, as a prefix of its commands.
///
/// PostgreSQL refuses uid 0. Root runs it in a user namespace (files stay root's, any folder root can reach works),
/// else as an unprivileged account. Both leave different owners behind: once a cluster exists, its owner decides.
record ServerAccount(List<String> prefix, Optional<String> owner) {
    private static final ServerAccount SELF = new ServerAccount(List.of(), Optional.empty());
    private static final ServerAccount USER_NAMESPACE = new ServerAccount(List.of("unshare", "-U"), Optional.empty());

    /// @param cluster two levels below the data folder, or not there yet
    /// @throws IOException when there is no account that can serve it
    static ServerAccount choose(Path cluster) throws IOException {
        var account = suited(cluster);
        account.requireEntrance(cluster.resolve("../..").normalize());
        return account;
    }

    private static ServerAccount suited(Path cluster) throws IOException {
        var me = Optional.ofNullable(System.getProperty("user.name")).orElse("?");
        if (Files.exists(cluster)) {
            return ofCluster(cluster, me);
        }
        if (!me.equals("root")) {
            return SELF;
        }
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
            throw new IOException("the server does not run as root and would run as the account " + owner.get()
                    + ", which cannot enter " + folder + ". Choose a folder outside of root's home with PINHUA_DATA,"
                    + " or start Pinhua as an ordinary user");
        }
    }

    /// Hands the folders the server writes into to its account.
    void own(Path... paths) throws IOException {
        if (owner.isEmpty()) {
            return;
        }
        for (var path : paths) {
            var principals = path.getFileSystem().getUserPrincipalLookupService();
            Files.setOwner(path, principals.lookupPrincipalByName(owner.get()));
        }
    }

    private static ServerAccount ofCluster(Path cluster, String me) throws IOException {
        var held = Files.readAttributes(cluster, PosixFileAttributes.class);
        var user = held.owner().getName();
        if (user.equals(me)) {
            return me.equals("root") ? USER_NAMESPACE : SELF;
        }
        if (me.equals("root")) {
            return become(user, held.group().getName());
        }
        throw new IOException("the database in " + cluster + " belongs to the account " + user + ", and this is " + me
                + ". Start Pinhua as " + user + ", or choose another data folder with PINHUA_DATA");
    }

    private static ServerAccount become(String user, String group) throws IOException {
        if (onPath("setpriv")) {
            return new ServerAccount(
                    List.of("setpriv", "--reuid=" + user, "--regid=" + group, "--clear-groups"), Optional.of(user));
        }
        if (onPath("runuser")) {
            return new ServerAccount(List.of("runuser", "-u", user, "--"), Optional.of(user));
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
