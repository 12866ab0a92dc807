package art.pinhua.training.generate;

import art.pinhua.training.model.TextEncoder;
import art.pinhua.training.text.Tokenizer;

/// A tokenizer and the text encoder that takes its numbers.
/// @throws art.pinhua.training.model.UnsupportedModelException if they do not fit
public record TextPart(Tokenizer tokenizer, TextEncoder encoder) {
    public TextPart {
        new PartSizes.Text(tokenizer, encoder.config()).requireFit();
    }

    PartSizes.Text sizes() {
        return new PartSizes.Text(tokenizer, encoder.config());
    }
}
