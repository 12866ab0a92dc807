package art.pinhua.architecture.planted.statistics;

import jakarta.inject.Singleton;

/// Maths that knows a framework.
@Singleton
public class PlantedMaths {}
