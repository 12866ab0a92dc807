package art.pinhua.statistics;

/// How a rater did on tasks whose answer is certain.
///
/// @param right answered as known
/// @param shown answered with an order or a tie; that all is bad is no answer to which is best
public record GoldRecord(int right, int shown) {

    public GoldRecord {
        if (right < 0 || right > shown) {
            throw new IllegalArgumentException(right + " right of " + shown);
        }
    }

    public int wrong() {
        return shown - right;
    }
}
