package art.pinhua.platform.postgres;

import art.pinhua.platform.CannotStart;
import art.pinhua.platform.Leftovers;
import io.quarkus.runtime.Application;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A private, durable PostgreSQL cluster in a folder: made at the first start, reused when its server still runs,
/// recovered from its log when it was killed, stopped after the application has answered its last request.
///
/// Only 127.0.0.1, no Unix socket, a free port, three roles with random passwords, checksums on, fsync on.
/// One process at a time: a second one on the same folder is refused.
public final class EmbeddedPostgres {
    public static final String DATABASE = "pinhua";

    private static final Duration STARTING = Duration.ofSeconds(120);
    private static final Duration STOPPING = Duration.ofSeconds(60);
    private static final String DRAFT = "data.draft-";
    private static final int PORT_TRIES = 3;
    private static final String LOG = "postgres.log";
    private static final int ROUNDS_BEFORE_BALLAST = 60;
    private static final String SETTINGS = " -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
            + " -c shared_buffers=128MB -c max_connections=100 -c max_wal_size=1GB -c fsync=on -c full_page_writes=on";

    private final Path root;
    private final Path cluster;
    private final ServerAccount account;
    private final PostgresBinaries binaries;
    private final ClusterRoles roles;
    private final Ballast ballast;
    private final ServerWatch watch = new ServerWatch(new Server());
    private volatile int port;
    private boolean reused;
    private boolean stopped;

    private EmbeddedPostgres(Path root) throws IOException {
        this.root = root;
        this.cluster = root.resolve("data");
        this.account = ServerAccount.choose(cluster);
        refuseOtherMajor();
        this.binaries = PostgresBinaries.unpack(root.resolve("bin"));
        this.roles = ClusterRoles.kept(root.resolve("secrets"));
        this.ballast = Ballast.of(root);
    }

    /// Starts or joins the cluster in this folder. A shutdown hook stops it after the application.
    public static EmbeddedPostgres start(Path folder) {
        var root = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(root);
            var lock = claim(root)
                    .orElseThrow(
                            () -> new IOException("another Pinhua process uses this folder. Stop it, choose another"
                                    + " data folder with PINHUA_DATA, or give both processes one server with"
                                    + " QUARKUS_DATASOURCE_JDBC_URL"));
            var postgres = new EmbeddedPostgres(root);
            postgres.serve();
            postgres.watch.start();
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> postgres.stopAfterApplication(lock), "postgres-stop"));
            return postgres;
        } catch (IOException e) {
            throw new CannotStart("PostgreSQL in " + root + " does not start: " + e.getMessage(), e);
        }
    }

    /// The cluster for a while: joined when the application runs, else started and stopped again.
    public static PostgresVisit visit(Path folder) {
        var root = folder.toAbsolutePath().normalize();
        try {
            if (!Files.exists(root.resolve("data/PG_VERSION"))) {
                throw new IOException("there is no database");
            }
            var lock = claim(root);
            var visit = new PostgresVisit(new EmbeddedPostgres(root), lock);
            visit.begin();
            return visit;
        } catch (IOException e) {
            throw new CannotStart("PostgreSQL in " + root + " cannot be visited: " + e.getMessage(), e);
        }
    }

    /// Before a cluster is put below a data folder that was made for its maker alone: the server's account
    /// may be another one, which has to get there.
    ///
    /// @throws CannotStart where it does not, as below root's home
    public static void letServerInto(Path data) {
        try {
            ServerAccount.suited(data.resolve("pg/data")).letThrough(data);
        } catch (IOException e) {
            throw new CannotStart("PostgreSQL cannot serve " + data + ": " + e.getMessage(), e);
        }
    }

    /// To the product's database, as superuser.
    Connection connect() throws SQLException {
        return roles.connect(url(DATABASE));
    }

    public DatabaseAccess access(String database) {
        return new DatabaseAccess(url(database), roles.owner(), roles.app());
    }

    /// The login that may do everything, for tests and for work on the cluster itself.
    public Credentials superuser() {
        return roles.superuser();
    }

    /// Makes an empty database with the owner and the rights of the product's own.
    public void createDatabase(String name) {
        try {
            roles.createDatabase(url("postgres"), name);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot make the database " + name, e);
        }
    }

    /// Whether a server that outlived its former application was taken over.
    public boolean reused() {
        return reused;
    }

    /// Process id of the server, as its lock file tells.
    public long pid() throws IOException {
        return PostmasterFile.read(cluster)
                .orElseThrow(() -> new IOException("no server in " + cluster))
                .pid();
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /// Whoever stops it meanwhile waits: half a start cannot be stopped.
    synchronized void serve() throws IOException {
        if (!Files.exists(cluster.resolve("PG_VERSION"))) {
            initialise();
        }
        if (!joinLive()) {
            startServer(false);
        }
        try {
            roles.establish(url("postgres"));
        } catch (SQLException e) {
            stopServer(); // nobody else would
            throw new IOException("roles: " + e.getMessage(), e);
        }
    }

    /// Held for the life of this process. Without it, the first of two processes to leave would stop the other's
    /// server.
    private static Optional<FileLock> claim(Path root) throws IOException {
        var file = root.resolve("launch.lock");
        if (Files.exists(file) && !Files.isWritable(file)) {
            var owner = Files.getOwner(file).getName();
            throw new IOException("the folder belongs to the account " + owner + ", and this is "
                    + System.getProperty("user.name") + ". Start Pinhua as " + owner
                    + ", or choose another data folder with PINHUA_DATA");
        }
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = tryLock(channel);
        if (lock == null) {
            channel.close();
        }
        return Optional.ofNullable(lock);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException held) {
            return null;
        }
    }

    private void refuseOtherMajor() throws IOException {
        var version = cluster.resolve("PG_VERSION");
        if (!Files.exists(version)) {
            return;
        }
        var found = Files.readString(version).strip();
        if (!found.equals(Integer.toString(PostgresBinaries.MAJOR))) {
            throw new IOException(
                    "the data in " + cluster + " was written by PostgreSQL " + found + " and this Pinhua brings "
                            + PostgresBinaries.MAJOR + ". Dump it with the programs of version " + found
                            + " (pg_dumpall), move the folder away, start Pinhua once, and restore the dump with psql");
        }
    }

    /// Under another name first: initdb begins with PG_VERSION, and clears what it left behind only
    /// when it fails by itself, not when it is killed. The name is this process's own, for a killed
    /// one's initdb may still write.
    private void initialise() throws IOException {
        if (Files.exists(cluster)) {
            throw new IOException(cluster + " has no PG_VERSION: an earlier first start was cut off. Remove this folder"
                    + " and start again");
        }
        Leftovers.removeOlder(root, DRAFT + "*", Instant.MAX);
        var draft = root.resolve(DRAFT + ProcessHandle.current().pid());
        account.own(root, roles.superuserPasswordFile());
        Commands.run(
                account.command(
                        binaries.program("initdb"),
                        "--pgdata=" + draft,
                        "--username=" + roles.superuser().user(),
                        "--pwfile=" + roles.superuserPasswordFile(),
                        "--auth=scram-sha-256",
                        "--data-checksums",
                        "--encoding=UTF8",
                        // the built-in provider sorts by code point and never changes with the system's libraries
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--locale=C"),
                STARTING,
                root);
        Files.move(draft, cluster, StandardCopyOption.ATOMIC_MOVE); // initdb has brought it to the disk
        try (var folder = FileChannel.open(root)) {
            folder.force(true);
        }
    }

    /// A server that outlived its application is trusted only when our password opens it.
    boolean joinLive() throws IOException {
        var file = PostmasterFile.read(cluster);
        if (file.isEmpty() || file.get().port().isEmpty()) {
            return false;
        }
        port = file.get().port().getAsInt();
        reused = roles.opens(url("postgres"));
        return reused;
    }

    /// A disk so full that the server cannot recover costs the ballast.
    private void startServer(boolean onItsPort) throws IOException {
        PostmasterFile.dropStale(cluster);
        account.adopt(cluster, root, root.resolve(LOG));
        try {
            startOnSomePort(onItsPort);
        } catch (IOException e) {
            if (!diskIsFull() || !ballast.drop()) {
                throw e;
            }
            System.err.println("pinhua: the disk of " + root + " is full; the ballast is thrown away. Make room soon:"
                    + " there is no second one");
            startOnSomePort(onItsPort);
        }
    }

    /// The log's end tells why the server did not start, or stopped.
    private boolean diskIsFull() throws IOException {
        return PostmasterFile.tail(root.resolve(LOG)).contains("No space left on device");
    }

    /// @param onItsPort the application knows it already
    private void startOnSomePort(boolean onItsPort) throws IOException {
        Optional<IOException> failure = Optional.empty();
        for (int i = 0; i < (onItsPort ? 1 : PORT_TRIES); i++) {
            port = onItsPort ? port : freePort();
            try {
                Commands.run(
                        account.command(
                                binaries.program("pg_ctl"),
                                "--pgdata=" + cluster,
                                "--log=" + root.resolve(LOG),
                                "--wait",
                                "--timeout=" + STARTING.toSeconds(),
                                "--options=-p " + port + SETTINGS,
                                "start"),
                        STARTING.plusSeconds(10),
                        root);
                return;
            } catch (IOException e) {
                failure = Optional.of(e);
            }
        }
        throw new IOException(failure.orElseThrow().getMessage() + "; see " + root.resolve(LOG), failure.get());
    }

    /// What the watch needs to know.
    private final class Server implements ServerWatch.Watched {
        @Override
        public boolean alive() throws IOException {
            var file = PostmasterFile.read(cluster);
            return file.isPresent() && PostmasterFile.lives(file.get().pid(), cluster);
        }

        @Override
        public void revive() throws IOException {
            startServer(true);
        }

        private int rounds;

        /// Ballast not at once: a short life needs none, and a start has other things to write.
        @Override
        public void tend() throws IOException {
            if (ballast.give()) {
                System.err.println(
                        "pinhua: the disk of " + root + " is full; half of the ballast is thrown away so that"
                                + " votes go on. Make room soon: the other half is for the server's recovery");
            }
            if (++rounds % ROUNDS_BEFORE_BALLAST == 0) {
                ballast.take();
            }
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Shutdown hooks run side by side: requests in flight still need the database.
    private void stopAfterApplication(FileLock lock) {
        var application = Application.currentApplication();
        if (application != null) {
            application.awaitShutdown();
        }
        watch.rest();
        stop(lock);
    }

    /// Once, whoever asks first.
    synchronized void stop(FileLock lock) {
        if (stopped) {
            return;
        }
        stopped = true;
        try (lock) {
            stopServer();
        } catch (IOException e) {
            System.err.println("pinhua: the folder " + root + " stays claimed: " + e.getMessage());
        }
    }

    private void stopServer() {
        try {
            Commands.run(
                    account.command(binaries.program("pg_ctl"), "--pgdata=" + cluster, "--mode=fast", "--wait", "stop"),
                    STOPPING,
                    root);
        } catch (IOException e) {
            System.err.println("pinhua: PostgreSQL in " + root + " did not stop: " + e.getMessage());
        }
    }
}
