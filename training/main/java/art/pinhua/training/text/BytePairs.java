package art.pinhua.training.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Words to pieces by joining neighbours, the pair that was learned first before all others, until no pair is known
/// (Sennrich et al., arXiv 1508.07909). The last letter of a word carries `</w>`.
/// @param vocabulary number by piece
/// @param ranks      by pair, its two halves with a space between: lower joins first
/// @param unknown    stands for pieces without a number
record BytePairs(Map<String, Integer> vocabulary, Map<String, Integer> ranks, String unknown) implements Pieces {
    private static final String END = "</w>";

    @Override
    public List<String> pieces(String word) {
        List<String> pieces = joined(word);
        pieces.replaceAll(piece -> vocabulary.containsKey(piece) ? piece : unknown);
        return pieces;
    }

    @Override
    public List<String> texts(String word) {
        List<String> pieces = joined(word);
        String last = pieces.removeLast();
        pieces.addLast(last.substring(0, last.length() - END.length()));
        return ClipText.texts(pieces);
    }

    /// Whether they have numbers or not.
    private List<String> joined(String word) {
        var pieces = new ArrayList<String>();
        for (int i = 0; i < word.length(); i++) {
            pieces.add(word.substring(i, i + 1));
        }
        pieces.addLast(pieces.removeLast() + END);
        while (true) {
            int best = -1;
            int lowest = Integer.MAX_VALUE;
            for (int i = 0; i + 1 < pieces.size(); i++) {
                int rank = ranks.getOrDefault(pieces.get(i) + " " + pieces.get(i + 1), Integer.MAX_VALUE);
                if (rank < lowest) {
                    lowest = rank;
                    best = i;
                }
            }
            if (best < 0) {
                break;
            }
            pieces.set(best, pieces.get(best) + pieces.remove(best + 1));
        }
        return pieces;
    }
}
