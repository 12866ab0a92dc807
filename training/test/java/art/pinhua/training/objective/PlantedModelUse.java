package art.pinhua.training.objective;

import art.pinhua.training.model.UNetConfig;

/// Breaks the direction of packages, see [art.pinhua.training.ArchitectureTest].
record PlantedModelUse(UNetConfig forbidden) {}
