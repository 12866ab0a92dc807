package art.pinhua.training.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

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

    /// Two neighbours that may be joined, as they were when that was noted.
    private record Joint(int rank, int at, String left, String right) {}

    /// Whether they have numbers or not. The pair of the lowest rank is joined first, of several the first of the word.
    private List<String> joined(String word) {
        int letters = word.length();
        var pieces = new String[letters];
        var next = new int[letters];
        var previous = new int[letters];
        var joints = new PriorityQueue<>(Comparator.comparingInt(Joint::rank).thenComparingInt(Joint::at));
        for (int i = 0; i < letters; i++) {
            pieces[i] = word.substring(i, i + 1) + (i + 1 == letters ? END : "");
            next[i] = i + 1;
            previous[i] = i - 1;
        }
        for (int i = 0; i + 1 < letters; i++) {
            note(joints, i, pieces[i], pieces[i + 1]);
        }
        for (Joint joint = joints.poll(); joint != null; joint = joints.poll()) {
            int at = joint.at;
            int right = next[at];
            if (!joint.left.equals(pieces[at]) || right == letters || !joint.right.equals(pieces[right])) {
                continue; // one of them has been joined to another meanwhile
            }
            pieces[at] = joint.left + joint.right;
            pieces[right] = "";
            next[at] = next[right];
            if (next[at] < letters) {
                previous[next[at]] = at;
                note(joints, at, pieces[at], pieces[next[at]]);
            }
            if (previous[at] >= 0) {
                note(joints, previous[at], pieces[previous[at]], pieces[at]);
            }
        }
        var all = new ArrayList<String>();
        for (int i = 0; i < letters; i = next[i]) {
            all.add(pieces[i]);
        }
        return all;
    }

    private void note(PriorityQueue<Joint> joints, int at, String left, String right) {
        Integer rank = ranks.get(left + " " + right);
        if (rank != null) {
            joints.add(new Joint(rank, at, left, right));
        }
    }
}
