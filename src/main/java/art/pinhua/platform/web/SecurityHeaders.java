package art.pinhua.platform.web;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// What every answer tells the browser to refuse. An answer that set one of these headers itself keeps its own.
@Singleton
class SecurityHeaders {
    /// Before those who turn requests away ([RequestGate]), and after the one who refuses paths that
    /// nobody can read ([RequestBounds]).
    private static final int EARLY = 1_198;

    /// Pages run our own scripts and styles only. What scripts set on an element's style is no style text, so moving
    /// parts still move.
    private static final String PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self';"
            + " manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// The development server writes scripts and styles into the page and speaks over a socket.
    private static final String DEVELOPMENT_POLICY =
            "default-src 'self' 'unsafe-inline' data: blob: ws:; object-src 'none'; frame-ancestors 'none'";

    /// An API answer opened as a page may do nothing; an image shown by itself needs nothing.
    private static final String API_POLICY =
            "default-src 'none'; base-uri 'none'; form-action 'none';" + " frame-ancestors 'none'; sandbox";

    private static final String SIGN_IN_POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";

    private static final Map<String, String> EVERYWHERE = Map.of(
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "same-origin",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()");

    private final boolean encrypted;

    SecurityHeaders(@ConfigProperty(name = "pinhua.public-url") String publicUrl) {
        this.encrypted = publicUrl.startsWith("https:");
    }

    void register(@Observes Filters filters) {
        filters.register(this::protect, EARLY);
    }

    private void protect(RoutingContext request) {
        var path = request.normalizedPath();
        request.addHeadersEndHandler(end -> {
            var headers = request.response().headers();
            EVERYWHERE.forEach((name, value) -> setIfAbsent(headers, name, value));
            setIfAbsent(headers, "Content-Security-Policy", policy(path));
            if (encrypted) {
                setIfAbsent(headers, "Strict-Transport-Security", "max-age=31536000");
            }
            if (path.startsWith("/api/") || path.startsWith("/idp/")) {
                setIfAbsent(headers, "Cache-Control", "no-store");
            }
        });
        request.next();
    }

    private static String policy(String path) {
        if (path.startsWith("/api/")) {
            return API_POLICY;
        }
        if (path.startsWith("/idp/")) {
            return SIGN_IN_POLICY;
        }
        return LaunchMode.current() == LaunchMode.DEVELOPMENT ? DEVELOPMENT_POLICY : PAGE_POLICY;
    }

    private static void setIfAbsent(MultiMap headers, String name, String value) {
        if (!headers.contains(name)) {
            headers.set(name, value);
        }
    }
}
