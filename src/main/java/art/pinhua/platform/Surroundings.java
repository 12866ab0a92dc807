package art.pinhua.platform;

import art.pinhua.platform.postgres.DatabaseAccess;
import art.pinhua.platform.postgres.EmbeddedPostgres;
import art.pinhua.platform.postgres.PostgresVisit;
import art.pinhua.platform.web.RequestBounds;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/// What must stand before Quarkus starts: a port, a data folder, the database, the sign-in address, secrets. Whatever
/// the operator configured wins; what cannot be had is told in one line.
public final class Surroundings {
    static final String CLIENT_SECRET = "quarkus.oidc.credentials.secret";
    static final String PROVIDER_URL = "quarkus.oidc.auth-server-url";

    private static final String DISCOVERY = "quarkus.oidc.discovery-enabled";
    private static final List<String> BUNDLED = List.of(
            "quarkus.oidc.authorization-path",
            "quarkus.oidc.token-path",
            "quarkus.oidc.jwks-path",
            "quarkus.oidc.end-session-path",
            "quarkus.oidc.token.issuer");
    private static final String READ_TIMEOUT = "quarkus.datasource.jdbc.read-timeout";
    /// Ordinal of the properties inside the product; whatever an operator says stands above.
    private static final int SHIPPED = 250;

    private static final String PUBLIC_URL = "pinhua.public-url";
    private static final String INTERNAL_URL = "pinhua.internal-url";
    private static final String WEB_PATIENCE = "5s";
    private static final String PREPARED = "pinhua.prepared";
    private static final int LAST_PORT = 65_535;
    private static final int FREE_FOR_ALL = 1_024;
    /// PostgreSQL's programs, its cluster and its ballast.
    private static final long NEEDED_BYTES = 300_000_000;
    /// libtorch, which the engine unpacks once.
    private static final long LIBRARIES_BYTES = 450_000_000;

    private Surroundings() {}

    /// @throws CannotStart when something outside stands in the way
    public static void prepare() {
        var config = ConfigProvider.getConfig();
        // a reload in development comes here again, while its own server listens and its own cluster runs
        if (System.getProperty(PREPARED) == null) {
            requirePort(config);
            var folder = Path.of(config.getValue("pinhua.data", String.class)).toAbsolutePath();
            requireRoom(folder, neededBytes(folder, warms(config), configured(config, "pinhua.engine.cache")));
            RequestBounds.takeOver();
            EarlyStart.begin();
            System.setProperty(PREPARED, "true");
        }
        prepareAddresses(config);
        var data = new DataFolder(config.getValue("pinhua.data", String.class));
        prepareSignIn(config, data, prepareDatabase(config, data));
    }

    private static void requirePort(Config config) {
        requirePort(host(config), config.getValue("quarkus.http.port", String.class));
    }

    private static String host(Config config) {
        return configured(config, "quarkus.http.host").orElse("0.0.0.0");
    }

    static void requirePort(String host, String told) {
        if (!told.matches("\\d{1,5}") || Integer.parseInt(told) < 1 || Integer.parseInt(told) > LAST_PORT) {
            throw new CannotStart("the port (PINHUA_PORT, QUARKUS_HTTP_PORT) must be a number from 1 to " + LAST_PORT
                    + " such as 8081, was " + told);
        }
        int port = Integer.parseInt(told);
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (UnknownHostException unknown) {
            throw new CannotStart(
                    "the address to listen on, " + host + ", is unknown to this machine. Correct QUARKUS_HTTP_HOST, or"
                            + " leave it out to listen on every address",
                    unknown);
        } catch (IOException taken) {
            throw new CannotStart(
                    "port " + port + " cannot be opened on " + host + " (" + taken.getMessage() + "). "
                            + (port < FREE_FOR_ALL
                                    ? "Ports below " + FREE_FOR_ALL + " are often root's alone. "
                                    : "Stop the program that uses it, or ")
                            + "choose another one: PINHUA_PORT=8081 ./pinhua up",
                    taken);
        }
    }

    private static void prepareAddresses(Config config) {
        var told = config.getValue(PUBLIC_URL, String.class);
        var written = PublicUrl.of(told);
        if (!written.equals(told)) {
            System.setProperty(PUBLIC_URL, written);
        }
        if (fromDefaults(config, INTERNAL_URL)) {
            var port = config.getValue("quarkus.http.port", String.class);
            ownAddress(host(config)).ifPresent(own -> System.setProperty(INTERNAL_URL, "http://" + own + ":" + port));
        }
    }

    /// Where a process that listens at this address alone reaches itself; empty where 127.0.0.1 does as
    /// well.
    static Optional<String> ownAddress(String host) {
        try {
            var address = InetAddress.getByName(host);
            if (address.isAnyLocalAddress() || address.equals(InetAddress.getByName("127.0.0.1"))) {
                return Optional.empty();
            }
            var literal = address.getHostAddress();
            return Optional.of(address instanceof Inet6Address ? "[" + literal + "]" : literal);
        } catch (UnknownHostException unknown) {
            return Optional.empty(); // the port was refused with words before
        }
    }

    /// Whether an engine starts together with the application.
    private static boolean warms(Config config) {
        return !part(config).equals("web")
                && config.getOptionalValue("pinhua.engine.warm", Boolean.class).orElse(true);
    }

    /// @param warms whether an engine starts at once
    /// @param cache where its libraries lie if the operator said so, perhaps on another disk
    static long neededBytes(Path data, boolean warms, Optional<String> cache) {
        var libraries = cache.map(told -> Path.of(told).toAbsolutePath()).orElse(data.resolve("cache/djl"));
        boolean unpacks = warms && libraries.startsWith(data) && !Files.exists(libraries);
        return unpacks ? NEEDED_BYTES + LIBRARIES_BYTES : NEEDED_BYTES;
    }

    static void requireRoom(Path data, long needed) {
        try {
            Files.createDirectories(data);
            var owner = Files.getOwner(data).getName();
            var me = Optional.ofNullable(System.getProperty("user.name")).orElse(owner);
            if (!Files.isWritable(data)) {
                throw new CannotStart(notWritable(data, owner, me) + ", or choose another folder with PINHUA_DATA");
            }
            requireSpace(data, data.toFile().getUsableSpace(), needed);
            foreignFolder(data, owner, me).ifPresent(System.err::println);
        } catch (IOException e) {
            throw new CannotStart(
                    "the data folder " + data + " cannot be made: " + reason(e)
                            + ". Choose another one with PINHUA_DATA",
                    e);
        }
    }

    static String notWritable(Path data, String owner, String me) {
        return me.equals(owner)
                ? "the data folder " + data + " cannot be written to, though it belongs to this account, " + me
                        + ": it is on a read-only file system, or its mode forbids it. Make it writable"
                : "the data folder " + data + " belongs to the account " + owner
                        + " and cannot be written to. Start Pinhua as " + owner;
    }

    /// Root may write into anybody's folder, who could not change later what root left there.
    private static Optional<String> foreignFolder(Path data, String owner, String me) {
        return me.equals(owner)
                ? Optional.empty()
                : Optional.of("pinhua: the data folder " + data + " belongs to the account " + owner + ", and this is "
                        + me + ": what is written now will belong to " + me + ". Better start Pinhua as " + owner);
    }

    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "this account may not write to " + denied.getFile();
            case FileAlreadyExistsException file -> file.getFile() + " is a file";
            default -> e.toString();
        };
    }

    static void requireSpace(Path data, long free, long needed) {
        if (free < needed) {
            throw new CannotStart("only " + free / 1_000_000 + " MB are free for the data folder " + data
                    + " and Pinhua needs at least " + needed / 1_000_000
                    + " MB. Make room, or choose another folder with PINHUA_DATA");
        }
    }

    /// Where the database is, and as which role the application works there.
    private record Database(DatabaseAccess access, String role) {}

    private static Database prepareDatabase(Config config, DataFolder data) {
        var server = external(config);
        var access = server.orElseGet(() -> DatabaseAccess.embedded(data.folder("pg")));
        // the embedded cluster serves one process, which is both
        var role = server.isPresent() ? DatabaseAccess.roleOf(part(config)) : DatabaseAccess.APP_ROLE;
        access.settings().forEach((key, value) -> setUnlessConfigured(config, key, value));
        // a process that is frozen within a transaction must not keep its locks for ever
        System.setProperty(
                "quarkus.datasource.jdbc.new-connection-sql",
                "set role " + role + "; set idle_in_transaction_session_timeout = '60s'");
        if (!part(config).equals("worker") && fromDefaults(config, READ_TIMEOUT)) {
            System.setProperty(READ_TIMEOUT, WEB_PATIENCE); // people do not wait longer; a job's statements may
        }
        return new Database(access, role);
    }

    private static String part(Config config) {
        var part = config.getValue("pinhua.role", String.class);
        return switch (part) {
            case "web", "worker", "both" -> part;
            default -> throw new CannotStart("PINHUA_ROLE must be web, worker or both, was " + part);
        };
    }

    private static DatabaseAccess external(Config config, String url) {
        var user = configured(config, "quarkus.datasource.username").orElse("");
        var password = configured(config, "quarkus.datasource.password").orElse("");
        return DatabaseAccess.external(
                url,
                user,
                password,
                configured(config, "quarkus.flyway.username").orElse(user),
                configured(config, "quarkus.flyway.password").orElse(password),
                part(config),
                config.getValue("quarkus.flyway.migrate-at-start", Boolean.class));
    }

    private static Optional<DatabaseAccess> external(Config config) {
        return configured(config, "quarkus.datasource.jdbc.url").map(url -> external(config, url));
    }

    /// The operator's server, for a program that runs beside the product.
    public static Optional<DatabaseAccess> server() {
        return external(ConfigProvider.getConfig());
    }

    /// The embedded cluster, for a program that runs beside the product.
    public static PostgresVisit cluster() {
        return EmbeddedPostgres.visit(Path.of(ConfigProvider.getConfig().getValue("pinhua.data", String.class))
                .resolve("pg"));
    }

    /// Without another provider the application is its own: same address, a client secret that all its processes
    /// share.
    private static void prepareSignIn(Config config, DataFolder data, Database database) {
        var publicUrl = config.getValue(PUBLIC_URL, String.class);
        var provider = configured(config, PROVIDER_URL);
        if (provider.isPresent() && !provider.get().equals(publicUrl + DataFolder.BUNDLED_PROVIDER)) {
            forgetTheBundledProvider(config);
        }
        setUnlessConfigured(config, PROVIDER_URL, publicUrl + DataFolder.BUNDLED_PROVIDER);
        if (publicUrl.startsWith("https:")) {
            // whoever takes TLS off in front of us speaks plain HTTP to us
            System.setProperty("quarkus.oidc.authentication.cookie-force-secure", "true");
            System.setProperty("quarkus.oidc.authentication.force-redirect-https-scheme", "true");
        }
        if (configured(config, CLIENT_SECRET).isEmpty()) {
            // a worker signs nobody in, and may not know the secret
            System.setProperty(
                    CLIENT_SECRET,
                    part(config).equals("worker")
                            ? DataFolder.random()
                            : FirstStart.secret(
                                    database.access(), database.role(), data, InstallationSecrets.OIDC_CLIENT));
        }
    }

    /// Another provider tells its own addresses.
    private static void forgetTheBundledProvider(Config config) {
        for (var key : BUNDLED) {
            if (fromDefaults(config, key)) {
                System.setProperty(key, "");
            }
        }
        if (fromDefaults(config, DISCOVERY)) {
            System.setProperty(DISCOVERY, "true");
        }
    }

    /// Whether the operator said nothing about it.
    private static boolean fromDefaults(Config config, String key) {
        return config.getConfigValue(key).getSourceOrdinal() <= SHIPPED;
    }

    private static void setUnlessConfigured(Config config, String key, String value) {
        if (configured(config, key).isEmpty()) {
            System.setProperty(key, value);
        }
    }

    private static Optional<String> configured(Config config, String key) {
        return config.getOptionalValue(key, String.class);
    }
}
