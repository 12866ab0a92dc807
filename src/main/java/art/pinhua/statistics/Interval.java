package art.pinhua.statistics;

/// A range that holds a quantity with a stated probability.
public record Interval(double low, double high) {}
