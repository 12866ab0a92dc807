package art.pinhua.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.platform.sql.Sql;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/// Which client secret the database keeps.
@QuarkusTest
class InstallationSecretsTest {
    private static final String HOME = "https://pinhua.example";

    @Inject
    InstallationSecrets secrets;

    @Inject
    Sql sql;

    @Inject
    AgroalDataSource application;

    @ConfigProperty(name = "quarkus.oidc.credentials.secret")
    String clientSecret;

    @ConfigProperty(name = "test.superuser")
    String superuser;

    @ConfigProperty(name = "test.superuser-password")
    String superuserPassword;

    @Test
    void anotherProvidersIsNotStored() throws SQLException {
        forget();
        start("https://keycloak.example/realms/pinhua", "another provider's secret, of enough length");
        assertEquals(List.of(), stored());
        start(HOME + "/idp", clientSecret);
        assertEquals(List.of(clientSecret), stored());
    }

    private void start(String provider, String secret) {
        secrets.keepTheClientSecret(new StartupEvent(), "both", HOME, Optional.of(provider), secret);
    }

    private List<String> stored() {
        return sql.list("select value from secret where name = 'oidc-client'", row -> row.getString("value"));
    }

    /// The application may not.
    private void forget() throws SQLException {
        var url = application
                .getConfiguration()
                .connectionPoolConfiguration()
                .connectionFactoryConfiguration()
                .jdbcUrl();
        try (var connection = DriverManager.getConnection(url, superuser, superuserPassword);
                var statement = connection.createStatement()) {
            statement.execute("delete from secret where name = 'oidc-client'");
        }
    }
}
