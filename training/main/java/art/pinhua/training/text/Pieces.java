package art.pinhua.training.text;

import java.util.List;
import java.util.Map;

/// The second half of a tokenizer: a word to numbered pieces.
interface Pieces {
    List<String> pieces(String word);

    /// Number by piece.
    Map<String, Integer> vocabulary();
}
