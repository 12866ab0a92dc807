package art.pinhua.platform.web;

import art.pinhua.platform.DataFolder;
import art.pinhua.platform.identity.FirstAdministrator;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Tells whoever started the product where it is, how to sign in, and how to stop it. On the terminal alone,
/// never in a log: the first administrator's address opens the door.
@Singleton
class StartReport {
    private static final int LAST = 10_000;

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
        administrator
                .invitation()
                .ifPresent(url -> report.append("  first administrator (works once)   ")
                        .append(url)
                        .append('\n'));
        report.append("  data   ").append(data.root()).append('\n').append("  stop   Ctrl-C\n");
        System.out.println(report);
    }
}
