package art.pinhua.platform.limits;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Where a request comes from, for what is limited. Never stored, never logged.
@Singleton
public class ClientAddress {
    private static final String HEADER = "X-Forwarded-For";
    /// As some proxies write it: `192.0.2.1:4711`, `[2001:db8::1]:4711`.
    private static final Pattern WITH_PORT = Pattern.compile("([^:]*):\\d+|\\[([^]]*)](?::\\d+)?");

    private final int proxies;

    ClientAddress(@ConfigProperty(name = "pinhua.proxies", defaultValue = "0") int proxies) {
        this.proxies = proxies;
    }

    /// What the outermost of our proxies saw, where their number is known; else that of the connection,
    /// or whatever the framework was told to believe.
    public String of(HttpServerRequest request) {
        return seen(request.headers().getAll(HEADER), proxies).orElseGet(() -> ofConnection(request.remoteAddress()));
    }

    /// Each proxy appends whom it was asked by. What stands left of that, the visitor may have written.
    static Optional<String> seen(List<String> lines, int proxies) {
        var hops = lines.stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .toList();
        return proxies > 0 && proxies <= hops.size()
                ? Optional.of(withoutPort(hops.get(hops.size() - proxies)))
                : Optional.empty();
    }

    private static String withoutPort(String hop) {
        var found = WITH_PORT.matcher(hop);
        if (!found.matches()) {
            return hop;
        }
        return found.group(1) == null ? found.group(2) : found.group(1);
    }

    private static String ofConnection(@Nullable SocketAddress connection) {
        if (connection == null) {
            return "";
        }
        String literal = connection.hostAddress();
        return literal == null ? String.valueOf(connection.host()) : literal;
    }
}
