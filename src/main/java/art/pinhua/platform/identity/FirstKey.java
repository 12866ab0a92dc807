package art.pinhua.platform.identity;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Makes the first signing key beside the start: on a busy machine that takes seconds, for which the first sign-in of
/// all would have to wait.
@Singleton
class FirstKey {
    private static final Logger LOG = Logger.getLogger(FirstKey.class);

    private final SigningKeys keys;
    private final BundledProvider provider;

    FirstKey(SigningKeys keys, BundledProvider provider) {
        this.keys = keys;
        this.provider = provider;
    }

    /// A worker signs nobody in.
    void start(@Observes StartupEvent event, @ConfigProperty(name = "pinhua.role") String role) {
        if (provider.inUse() && !role.equals("worker")) {
            Thread.ofPlatform().daemon().name("first-key").start(this::make);
        }
    }

    private void make() {
        try {
            keys.prepare();
        } catch (RuntimeException e) { // the database may be away: whoever needs a key makes it
            LOG.debug("no signing key yet", e);
        }
    }
}
