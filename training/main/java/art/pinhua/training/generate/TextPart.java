package art.pinhua.training.generate;

import art.pinhua.training.model.TextEncoder;
import art.pinhua.training.model.UnsupportedModelException;
import art.pinhua.training.text.Tokenizer;

/// A tokenizer and the text encoder that takes its numbers.
/// @throws UnsupportedModelException if they do not fit
public record TextPart(Tokenizer tokenizer, TextEncoder encoder) {
    public TextPart {
        TextEncoder.Config config = encoder.config();
        if (!config.takes(tokenizer.maxLength())) {
            throw new UnsupportedModelException("The tokenizer makes %d tokens, the text encoder takes %d"
                    .formatted(tokenizer.maxLength(), config.maxPositionEmbeddings()));
        }
        if (tokenizer.vocabularySize() > config.vocabSize()) {
            throw new UnsupportedModelException("The tokenizer has %d numbers, the text encoder knows %d"
                    .formatted(tokenizer.vocabularySize(), config.vocabSize()));
        }
    }
}
