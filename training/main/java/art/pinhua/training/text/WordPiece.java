package art.pinhua.training.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Words to pieces: the longest known beginning, then the longest known continuation, and so on; a word that
/// does not come out even is unknown as a whole (Wu et al., arXiv 1609.08144).
/// @param vocabulary     number by piece
/// @param continuation   prefix of pieces inside a word
/// @param longestWord    code points; longer words are unknown
record WordPiece(Map<String, Integer> vocabulary, String unknown, String continuation, int longestWord)
        implements Pieces {

    @Override
    public List<String> pieces(String word) {
        var pieces = new ArrayList<String>();
        if (word.codePointCount(0, word.length()) > longestWord) {
            return List.of(unknown);
        }
        for (int start = 0; start < word.length(); ) {
            int end = longestKnown(word, start);
            if (end == start) {
                return List.of(unknown);
            }
            pieces.add(piece(word, start, end));
            start = end;
        }
        return pieces;
    }

    /// An unknown word is shown as it is.
    @Override
    public List<String> texts(String word) {
        List<String> pieces = pieces(word);
        if (pieces.equals(List.of(unknown))) {
            return List.of(word);
        }
        var texts = new ArrayList<String>();
        for (String piece : pieces) {
            texts.add(texts.isEmpty() ? piece : piece.substring(continuation.length()));
        }
        return texts;
    }

    private int longestKnown(String word, int start) {
        for (int end = word.length(); end > start; end = word.offsetByCodePoints(end, -1)) {
            if (vocabulary.containsKey(piece(word, start, end))) {
                return end;
            }
        }
        return start;
    }

    private String piece(String word, int start, int end) {
        String part = word.substring(start, end);
        return start == 0 ? part : continuation + part;
    }
}
