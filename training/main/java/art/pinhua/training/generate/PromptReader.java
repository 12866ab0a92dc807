package art.pinhua.training.generate;

import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.EngineFailure;
import art.pinhua.training.contract.EngineRequest;
import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.io.AdapterFile.Part;
import art.pinhua.training.io.LearnedWord;
import art.pinhua.training.io.PipelineFiles;
import art.pinhua.training.model.TextEncoder;
import art.pinhua.training.text.Tokenizer;
import art.pinhua.training.text.TokenizerException;
import art.pinhua.training.text.WeightedText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// How models read prompts, told from tokenizers, configurations and the sizes of learned words: no weights are read
/// and no tensors made. What the latest pipelines have of these stays in memory, since people ask while they type. For
/// one thread.
final class PromptReader {
    private static final int KEPT = 4;

    private final SequencedMap<String, Texts> latest = new LinkedHashMap<>(16, 0.75f, true);

    /// @param tokenizer of the first text encoder
    /// @param configs   of all of them
    private record Texts(Tokenizer tokenizer, Map<Part, TextEncoder.Config> configs) {}

    /// Whatever is wrong with the request or the files ends in a `failed` answer.
    EngineAnswer answer(EngineRequest.Encode request) {
        try {
            return encoded(request);
        } catch (Exception | OutOfMemoryError | StackOverflowError e) {
            EngineFailure code = Faults.code(e);
            if (code == EngineFailure.OUT_OF_MEMORY) {
                latest.clear();
            }
            if (code == EngineFailure.INTERNAL || code == EngineFailure.OUT_OF_MEMORY) {
                e.printStackTrace();
            }
            return new EngineAnswer.Failed(request.id(), code, Faults.message(e));
        }
    }

    private EngineAnswer.Encoded encoded(EngineRequest.Encode request) throws IOException {
        ModelSource model = request.model();
        Tokenizer tokenizer = taught(texts(Path.of(model.pipeline())), model.words());
        WeightedText prompt = WeightedText.parse(request.prompt());
        List<EngineAnswer.Token> tokens = tokenizer.readable(prompt).stream()
                .map(token -> new EngineAnswer.Token(token.text(), token.weight(), token.known(), token.inside()))
                .toList();
        int limit = tokenizer.room() * PromptEncoder.mostWindows(tokenizer);
        return new EngineAnswer.Encoded(
                request.id(),
                tokens,
                limit,
                Math.max(0, tokens.size() - limit),
                PromptEncoder.unknownWords(tokenizer, prompt));
    }

    private Texts texts(Path place) throws IOException {
        ModelInspection.requireModel(place);
        String key = ModelShelf.modelFingerprint(place);
        Texts known = latest.get(key);
        if (known == null) {
            PipelineFiles files = PipelineFiles.open(place);
            known = new Texts(files.readTokenizer(files.texts().getFirst()), BaseModel.textConfigs(files));
            latest.put(key, known);
            if (latest.size() > KEPT) {
                latest.pollFirstEntry();
            }
        }
        return known;
    }

    /// The tokenizer with the words, each of as many tokens as its file has vectors.
    private static Tokenizer taught(Texts texts, @Nullable List<ModelSource.Word> words) throws IOException {
        Tokenizer reading = texts.tokenizer();
        if (words == null) {
            return reading;
        }
        for (ModelSource.Word word : words) {
            Path file = AdaptedModel.file(word.file(), EngineFailure.WORD_NOT_FOUND);
            try (LearnedWord learned = WordFit.open(file, word.word(), texts.configs())) {
                List<Long> shape = Objects.requireNonNull(learned.vectors().get(Part.TEXT_ENCODER), word.word())
                        .shape();
                reading = reading.withWord(
                        word.word(), reading.vocabularySize(), shape.getFirst().intValue());
            } catch (TokenizerException e) {
                throw WordFit.unusable(e);
            }
        }
        return reading;
    }
}
