package art.pinhua.training.generate;

import art.pinhua.training.contract.EngineFailure;
import art.pinhua.training.io.AdapterFile.Part;
import art.pinhua.training.io.InvalidFileException;
import art.pinhua.training.io.LearnedWord;
import art.pinhua.training.model.ClipTextConfig;
import art.pinhua.training.model.TextEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Files of learned words, and the text encoders that are to take them.
final class WordFit {
    private WordFit() {}

    /// Opens the file of a word that all text encoders of a model can take.
    /// @param named what a refusal calls it
    /// @throws EngineFault saying what is wrong with the file, or with its vectors for this model
    static LearnedWord open(Path file, String named, Map<Part, TextEncoder.Config> texts) throws IOException {
        try {
            LearnedWord word = LearnedWord.open(file);
            try {
                requireFit(word, named, texts);
                return word;
            } catch (EngineFault e) {
                word.close();
                throw e;
            }
        } catch (InvalidFileException e) {
            throw unusable(e);
        }
    }

    static EngineFault unusable(Exception cause) {
        return new EngineFault(EngineFailure.WORD_UNUSABLE, Faults.message(cause), cause);
    }

    private static void requireFit(LearnedWord word, String named, Map<Part, TextEncoder.Config> texts) {
        if (!word.vectors().keySet().equals(texts.keySet())) {
            throw misfit("The word '%s' is for %d text encoders, the model has %d"
                    .formatted(named, word.vectors().size(), texts.size()));
        }
        word.vectors().forEach((part, vectors) -> requireFit(vectors.shape().get(1), named, part, texts.get(part)));
    }

    private static void requireFit(long width, String named, Part part, TextEncoder.@Nullable Config text) {
        String network = part.name().toLowerCase(Locale.ROOT);
        if (!(text instanceof ClipTextConfig clip)) {
            throw misfit("Only CLIP text encoders can take the word '%s', and the %s of this model is a BERT"
                    .formatted(named, network));
        }
        if (width != clip.hiddenSize()) {
            throw misfit("The word '%s' is %d wide, the %s of this model %d"
                    .formatted(named, width, network, clip.hiddenSize()));
        }
    }

    private static EngineFault misfit(String why) {
        return new EngineFault(EngineFailure.WORD_UNUSABLE, why);
    }
}
