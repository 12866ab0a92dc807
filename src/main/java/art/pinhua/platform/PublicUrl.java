package art.pinhua.platform;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The address in people's browsers, as browsers write it: sign-in returns to exactly this one, and
/// what a browser sends is compared with it letter by letter.
final class PublicUrl {
    private static final List<String> SCHEMES = List.of("http", "https");
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:\\[\\]]+)(?::(\\d{1,5}))?");
    private static final int LAST_PORT = 65_535;

    private PublicUrl() {}

    /// @throws CannotStart when browsers would write it in no way, or when it says more than scheme,
    ///     host and port
    static String of(String told) {
        var url = parsed(told);
        var scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        var authority = url.getRawAuthority();
        if (!SCHEMES.contains(scheme) || authority == null) {
            throw noAddress(told, null);
        }
        var path = url.getRawPath();
        forbid("a user name", authority.contains("@"));
        forbid("a path", path != null && !path.isEmpty() && !path.equals("/"));
        forbid("a query", url.getRawQuery() != null);
        forbid("a fragment", url.getRawFragment() != null);
        var parts = AUTHORITY.matcher(authority);
        if (!parts.matches()) {
            throw noAddress(told, null);
        }
        return scheme + "://" + host(told, parts.group(1)) + port(told, scheme, parts.group(2));
    }

    private static URI parsed(String told) {
        try {
            return new URI(told.strip());
        } catch (URISyntaxException e) {
            throw noAddress(told, e);
        }
    }

    private static String host(String told, String host) {
        try {
            return (host.startsWith("[") ? host : IDN.toASCII(host)).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw noAddress(told, e);
        }
    }

    /// Browsers leave out the one that follows from the scheme.
    private static String port(String told, String scheme, @Nullable String digits) {
        if (digits == null) {
            return "";
        }
        int port = Integer.parseInt(digits);
        if (port < 1 || port > LAST_PORT) {
            throw noAddress(told, null);
        }
        return port == (scheme.equals("https") ? 443 : 80) ? "" : ":" + port;
    }

    private static void forbid(String part, boolean present) {
        if (present) {
            throw new CannotStart("the public address (PINHUA_PUBLIC_URL) has " + part + "; say only scheme, host and"
                    + " port, such as https://pinhua.example: Pinhua has a host name for itself");
        }
    }

    private static CannotStart noAddress(String told, @Nullable Exception cause) {
        var message = "the public address (PINHUA_PUBLIC_URL) must be http:// or https:// and a host, such as"
                + " https://pinhua.example, was " + told;
        return cause == null ? new CannotStart(message) : new CannotStart(message, cause);
    }
}
