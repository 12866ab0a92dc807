package art.pinhua.platform;

import art.pinhua.platform.postgres.DatabaseAccess;
import art.pinhua.platform.postgres.EmbeddedPostgres;
import art.pinhua.platform.web.RequestBounds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/// What must stand before Quarkus starts: a port, a data folder, the database, the sign-in address, secrets. Whatever
/// the operator configured wins; what cannot be had is told in one line.
public final class Surroundings {
    static final String PROVIDER_URL = "quarkus.oidc.auth-server-url";

    private static final String PREPARED = "pinhua.prepared";
    private static final int LAST_PORT = 65_535;
    private static final int FREE_FOR_ALL = 1_024;
    private static final long NEEDED_BYTES = 300_000_000;

    private Surroundings() {}

    /// @throws CannotStart when something outside stands in the way
    public static void prepare() {
        var config = ConfigProvider.getConfig();
        // a reload in development comes here again, while its own server listens and its own cluster runs
        if (System.getProperty(PREPARED) == null) {
            requirePort(config);
            requireRoom(Path.of(config.getValue("pinhua.data", String.class)).toAbsolutePath());
            RequestBounds.takeOver();
            EarlyStart.begin();
            System.setProperty(PREPARED, "true");
        }
        var data = new DataFolder(config.getValue("pinhua.data", String.class));
        prepareDatabase(config, data);
        prepareSignIn(config, data);
    }

    private static void requirePort(Config config) {
        requirePort(
                configured(config, "quarkus.http.host").orElse("0.0.0.0"),
                config.getValue("quarkus.http.port", String.class));
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

    static void requireRoom(Path data) {
        try {
            Files.createDirectories(data);
            var owner = Files.getOwner(data).getName();
            if (!Files.isWritable(data)) {
                throw new CannotStart("the data folder " + data + " belongs to the account " + owner
                        + " and cannot be written to. Start Pinhua as " + owner
                        + ", or choose another folder with PINHUA_DATA");
            }
            requireSpace(data, data.toFile().getUsableSpace());
            foreignFolder(data, owner).ifPresent(System.err::println);
        } catch (IOException e) {
            throw new CannotStart(
                    "the data folder " + data + " cannot be made: " + reason(e)
                            + ". Choose another one with PINHUA_DATA",
                    e);
        }
    }

    /// Root may write into anybody's folder, who could not change later what root left there.
    private static Optional<String> foreignFolder(Path data, String owner) {
        var me = Optional.ofNullable(System.getProperty("user.name")).orElse(owner);
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

    static void requireSpace(Path data, long free) {
        if (free < NEEDED_BYTES) {
            throw new CannotStart("only " + free / 1_000_000 + " MB are free for the data folder " + data
                    + " and Pinhua needs at least " + NEEDED_BYTES / 1_000_000
                    + ". Make room, or choose another folder with PINHUA_DATA");
        }
    }

    private static void prepareDatabase(Config config, DataFolder data) {
        var access = external(config).orElseGet(() -> DatabaseAccess.embedded(data.folder("pg")));
        access.settings().forEach((key, value) -> setUnlessConfigured(config, key, value));
    }

    private static DatabaseAccess external(Config config, String url) {
        var user = configured(config, "quarkus.datasource.username").orElse("");
        var password = configured(config, "quarkus.datasource.password").orElse("");
        return DatabaseAccess.external(
                url,
                user,
                password,
                configured(config, "quarkus.flyway.username").orElse(user),
                configured(config, "quarkus.flyway.password").orElse(password));
    }

    private static Optional<DatabaseAccess> external(Config config) {
        return configured(config, "quarkus.datasource.jdbc.url").map(url -> external(config, url));
    }

    /// The operator's server, for a program that runs beside the product.
    public static Optional<DatabaseAccess> server() {
        return external(ConfigProvider.getConfig());
    }

    /// The embedded cluster, for a program that runs beside the product.
    public static EmbeddedPostgres.Visit cluster() {
        return EmbeddedPostgres.visit(Path.of(ConfigProvider.getConfig().getValue("pinhua.data", String.class))
                .resolve("pg"));
    }

    /// Without another provider the application is its own: same address, a client secret kept in the data folder.
    private static void prepareSignIn(Config config, DataFolder data) {
        var publicUrl = config.getValue("pinhua.public-url", String.class);
        setUnlessConfigured(config, PROVIDER_URL, publicUrl + DataFolder.BUNDLED_PROVIDER);
        if (publicUrl.startsWith("https:")) {
            // whoever takes TLS off in front of us speaks plain HTTP to us
            System.setProperty("quarkus.oidc.authentication.cookie-force-secure", "true");
            System.setProperty("quarkus.oidc.authentication.force-redirect-https-scheme", "true");
        }
        setUnlessConfigured(config, "quarkus.oidc.credentials.secret", data.secret("oidc-client"));
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
