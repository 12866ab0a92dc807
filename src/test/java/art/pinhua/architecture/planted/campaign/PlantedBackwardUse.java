package art.pinhua.architecture.planted.campaign;

import art.pinhua.architecture.planted.vote.PlantedVote;

/// A campaign that knows its votes: against the order of the slices.
public record PlantedBackwardUse(PlantedVote vote) {}
