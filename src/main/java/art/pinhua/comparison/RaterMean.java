package art.pinhua.comparison;

import java.time.Instant;
import java.util.UUID;

/// A rater's share of votes for the challenger: a win counts 1, no difference ½. It enters once, when it is closed.
record RaterMean(UUID raterId, int votes, double mean, Instant closedAt) {}
