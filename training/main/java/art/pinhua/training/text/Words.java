package art.pinhua.training.text;

import java.util.List;

/// The first half of a tokenizer: a text to words.
interface Words {
    List<String> words(String text);
}
