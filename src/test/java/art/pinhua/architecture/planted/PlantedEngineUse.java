package art.pinhua.architecture.planted;

import ai.djl.PlantedTensor;

/// The application with a hand in the engine.
public record PlantedEngineUse(PlantedTensor tensor) {}
