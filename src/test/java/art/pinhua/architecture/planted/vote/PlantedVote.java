package art.pinhua.architecture.planted.vote;

/// Stands where a slice stands.
public record PlantedVote(int choice) {}
