package art.pinhua.platform.identity;

import art.pinhua.platform.DataFolder;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// The settings of the OpenID provider that the application carries, and whether it is the one in use.
@Singleton
class BundledProvider {
    private final String publicUrl;
    private final String providerUrl;
    private final String clientId;
    private final String clientSecret;
    private final Duration tokenLife;

    BundledProvider(
            @ConfigProperty(name = "pinhua.public-url") String publicUrl,
            @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> providerUrl,
            @ConfigProperty(name = "quarkus.oidc.client-id") String clientId,
            @ConfigProperty(name = "quarkus.oidc.credentials.secret") String clientSecret,
            @ConfigProperty(name = "pinhua.sign-in.token-life") Duration tokenLife) {
        this.publicUrl = publicUrl;
        // in development the address is forgotten after the start, see DevelopmentReload
        this.providerUrl = providerUrl.orElse(issuer());
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.tokenLife = tokenLife;
    }

    /// Another provider in the configuration switches this one off.
    boolean inUse() {
        return providerUrl.equals(issuer());
    }

    String issuer() {
        return publicUrl + DataFolder.BUNDLED_PROVIDER;
    }

    String publicUrl() {
        return publicUrl;
    }

    /// The only address a sign-in may return to.
    String redirectUri() {
        return publicUrl + "/login/callback";
    }

    String clientId() {
        return clientId;
    }

    String clientSecret() {
        return clientSecret;
    }

    Duration tokenLife() {
        return tokenLife;
    }
}
