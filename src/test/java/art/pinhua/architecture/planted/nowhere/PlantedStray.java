package art.pinhua.architecture.planted.nowhere;

/// Belongs to no slice.
public record PlantedStray(int id) {}
