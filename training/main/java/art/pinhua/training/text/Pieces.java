package art.pinhua.training.text;

import java.util.List;
import java.util.Map;

/// The second half of a tokenizer: a word to numbered pieces.
interface Pieces {
    List<String> pieces(String word);

    /// The same pieces as people read them, one for one.
    List<String> texts(String word);

    /// The piece that stands for what has no number.
    String unknown();

    /// Number by piece.
    Map<String, Integer> vocabulary();
}
