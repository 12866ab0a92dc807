package art.pinhua.architecture.planted;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import java.util.UUID;

/// A repository for everybody. An interface, so that the tests' application makes no bean of it.
public interface PlantedRows extends PanacheRepositoryBase<PlantedRows, UUID> {}
