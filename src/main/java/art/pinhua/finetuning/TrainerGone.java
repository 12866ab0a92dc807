package art.pinhua.finetuning;

/// A trainer ended without a word about why. Another one can be started.
///
/// No runtime exception: what it printed last is part of the message, and nothing shall be read into that, such as
/// that the disk is full.
final class TrainerGone extends Exception {
    private static final long serialVersionUID = 1;

    TrainerGone(int exitCode, String lastWords) {
        super("the trainer ended with code " + exitCode + ": " + lastWords);
    }
}
