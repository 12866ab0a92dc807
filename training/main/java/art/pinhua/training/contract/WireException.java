package art.pinhua.training.contract;

/// A line or file that does not follow the contract. The message names the field by its path, such as
/// `model.adapters[0].strength`.
public final class WireException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Characters: what a line says is quoted in its refusal, and may have no end.
    private static final int LONGEST = 1_000;

    private final String field;
    private final String message;

    WireException(String field, String problem) {
        this.field = field;
        String whole = field.isEmpty() ? problem : field + ": " + problem;
        message = whole.length() > LONGEST ? whole.substring(0, LONGEST) + "…" : whole;
    }

    /// The same complaint with the place it was found in.
    WireException(WireException complaint, String place) {
        super(complaint);
        field = complaint.field;
        message = complaint.message + " (in " + place + ")";
    }

    /// Path of the offending field, empty when the whole text is at fault.
    public String field() {
        return field;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
