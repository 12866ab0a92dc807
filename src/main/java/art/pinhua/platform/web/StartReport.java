package art.pinhua.platform.web;

import art.pinhua.platform.DataFolder;
import art.pinhua.platform.identity.FirstAdministrator;
import art.pinhua.platform.sql.DatabaseAway;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Tells whoever started the product where it is, how to sign in, and how to stop it. On the terminal alone,
/// never in a log: the first administrator's address opens the door.
@Singleton
class StartReport {
    private static final int LAST = 10_000;
    private static final int TRIES = 10;
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final String publicUrl;
    private final String role;
    private final DataFolder data;
    private final FirstAdministrator administrator;

    StartReport(
            @ConfigProperty(name = "pinhua.public-url") String publicUrl,
            @ConfigProperty(name = "pinhua.role") String role,
            DataFolder data,
            FirstAdministrator administrator) {
        this.publicUrl = publicUrl;
        this.role = role;
        this.data = data;
        this.administrator = administrator;
    }

    void start(@Observes @Priority(LAST) StartupEvent event) {
        if (LaunchMode.current() != LaunchMode.TEST && !role.equals("worker")) {
            // beside the rest of the start: it asks the database first
            Thread.ofPlatform().name("start-report").start(this::tell);
        }
    }

    private void tell() {
        var report = new StringBuilder("\n  Pinhua 品画   ").append(publicUrl).append('\n');
        var invitation = invitation();
        if (invitation.isPresent()) {
            report.append("  first administrator (works once)   ")
                    .append(invitation.get())
                    .append('\n');
        }
        report.append("  data   ").append(data.root()).append('\n').append("  stop   Ctrl-C\n");
        System.out.println(report);
    }

    /// Without it nobody gets in until the next start, so a slow database is asked again.
    private Optional<String> invitation() {
        for (int tries = 1; ; tries++) {
            try {
                return administrator.invitation();
            } catch (RuntimeException e) {
                if (tries == TRIES || !DatabaseAway.in(e)) {
                    throw e;
                }
                LockSupport.parkNanos(BETWEEN.toNanos());
            }
        }
    }
}
