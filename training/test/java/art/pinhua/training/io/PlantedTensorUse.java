package art.pinhua.training.io;

import art.pinhua.training.tensor.Tensors;

/// Breaks the direction of packages, see [art.pinhua.training.ArchitectureTest].
record PlantedTensorUse(Tensors forbidden) {}
