package art.pinhua.training.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Collects the words of a text that a text encoder can make nothing of.
final class UnknownWords {
    private final Words text;
    private final Pieces pieces;
    private final @Nullable Set<String> taught;
    private final Set<String> found = new LinkedHashSet<>();

    /// @param taught the only pieces that mean something; null where nobody says which do
    UnknownWords(Words text, Pieces pieces, @Nullable Set<String> taught) {
        this.text = text;
        this.pieces = pieces;
        this.taught = taught;
    }

    /// Looks through one more stretch of plain text.
    void look(String part) {
        String run = "";
        for (String word : text.words(part)) {
            boolean unknown = !pieces.pieces(word).stream().allMatch(piece -> isKnown(word, piece));
            if (unknown && !run.isEmpty() && isHan(word) && isHan(run) && part.contains(run + word)) {
                run += word;
                continue;
            }
            keep(run);
            run = unknown ? word : "";
        }
        keep(run);
    }

    private void keep(String run) {
        if (!run.isEmpty()) {
            found.add(run);
        }
    }

    /// In the order in which they were met.
    List<String> words() {
        return new ArrayList<>(found);
    }

    /// Whether a piece of a word means something, or the word is one of which that is not asked.
    boolean isKnown(String word, String piece) {
        return !hasLetters(word) || isKnown(piece);
    }

    private boolean isKnown(String piece) {
        return !piece.equals(pieces.unknown()) && (taught == null || taught.contains(piece));
    }

    /// Marks and signs mean little, and the writers of prompts use them all.
    private static boolean hasLetters(String word) {
        return word.codePoints().anyMatch(Character::isLetterOrDigit);
    }

    private static boolean isHan(String word) {
        return word.codePoints().allMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN);
    }
}
