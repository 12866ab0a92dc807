package art.pinhua.training.text;

/// A tokenizer file that is damaged or asks for something not computed here; the message names the field.
public final class TokenizerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TokenizerException(String message) {
        super(message);
    }
}
