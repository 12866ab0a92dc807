package art.pinhua.training.text;

/// A tokenizer file that is damaged or asks for something not computed here; the message names the field.
public final class TokenizerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Characters: what a file says is quoted in its refusal, and may have no end.
    private static final int LONGEST = 1_000;

    TokenizerException(String message) {
        super(message.length() > LONGEST ? message.substring(0, LONGEST) + "…" : message);
    }
}
