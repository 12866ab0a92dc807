package art.pinhua.platform;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// In development the application is built again in the same process. Its build stumbles over the address of the
/// sign-in provider, which `main` sets anew before each start.
@Singleton
class DevelopmentReload {
    void forgetProvider(@Observes StartupEvent event) {
        if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
            System.clearProperty(Surroundings.PROVIDER_URL);
        }
    }
}
