package art.pinhua.training.generate;

import java.io.PrintStream;

/// How far drawing is, in one line of a terminal that is written over at each step.
final class StepLine {
    private final PrintStream terminal;
    private final boolean shown;
    private int length;

    /// @param shown whether it is a terminal: a file is told nothing
    StepLine(PrintStream terminal, boolean shown) {
        this.terminal = terminal;
        this.shown = shown;
    }

    /// Tells the steps of some of the pictures.
    /// @param done     pictures drawn before
    /// @param together pictures that are drawn at once now
    /// @param all      pictures that were asked for
    PictureListener listener(int done, int together, int all) {
        if (!shown) {
            return PictureListener.NONE;
        }
        String which = together == 1 ? "picture " + (done + 1) : "pictures " + (done + 1) + " to " + (done + together);
        return (step, steps, preview) -> show("%s of %d, step %d of %d".formatted(which, all, step, steps));
    }

    private void show(String text) {
        terminal.print("\r" + text + " ".repeat(Math.max(0, length - text.length())));
        terminal.flush();
        length = text.length();
    }

    /// Makes room for what others say.
    void clear() {
        if (length > 0) {
            terminal.print("\r" + " ".repeat(length) + "\r");
            terminal.flush();
            length = 0;
        }
    }
}
