package art.pinhua.training.contract;

import ai.djl.ndarray.NDArray;

/// Breaks the direction of packages, see [art.pinhua.training.ArchitectureTest].
record PlantedEngineUse(NDArray forbidden) {}
