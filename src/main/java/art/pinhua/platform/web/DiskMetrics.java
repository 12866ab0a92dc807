package art.pinhua.platform.web;

import art.pinhua.platform.DataFolder;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// How much room the disk of the data folder has.
@Singleton
class DiskMetrics {
    private final DataFolder data;
    private final MeterRegistry meters;

    DiskMetrics(DataFolder data, MeterRegistry meters) {
        this.data = data;
        this.meters = meters;
    }

    void register(@Observes StartupEvent start) {
        // the registry holds what it asks weakly: this must be an object that stays
        Gauge.builder("pinhua.disk.free", data, folder -> folder.root().toFile().getUsableSpace())
                .baseUnit("bytes")
                .description("Room on the disk of the data folder")
                .tag("volume", "data")
                .register(meters);
    }
}
