package art.pinhua.platform.jobs;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.transaction.TransactionIntegration;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import javax.sql.DataSource;

/// A few connections for signs of life alone. When requests or work hold every connection of the application's pool, a
/// worker would fall silent and lose its jobs to another one that fares no better.
@Singleton
class JobPool {
    private static final int CONNECTIONS = 4;

    private final AgroalDataSource own;

    JobPool(AgroalDataSource application) {
        try {
            own = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                    .metricsEnabled(false)
                    .connectionPoolConfiguration(
                            like(application.getConfiguration().connectionPoolConfiguration())));
        } catch (SQLException e) {
            throw new JobDatabaseException(e);
        }
    }

    /// The same server and login, outside of any transaction.
    private static AgroalConnectionPoolConfigurationSupplier like(AgroalConnectionPoolConfiguration application) {
        return new AgroalConnectionPoolConfigurationSupplier(application)
                .transactionIntegration(TransactionIntegration.none())
                .initialSize(0)
                .minSize(0)
                .maxSize(CONNECTIONS);
    }

    DataSource dataSource() {
        return own;
    }

    @PreDestroy
    void close() {
        own.close();
    }
}
