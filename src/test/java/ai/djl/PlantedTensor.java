package ai.djl;

/// Stands where the tensor library stands; the real one is not on this class path.
public record PlantedTensor() {}
