package art.pinhua.training.model;

import art.pinhua.training.trainer.Trainee;

/// Breaks the direction of packages, see [art.pinhua.training.ArchitectureTest].
record PlantedTrainerUse(Trainee forbidden) {}
