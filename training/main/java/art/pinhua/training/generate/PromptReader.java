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
import java.util.EnumMap;
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

    /// The text encoders of a model, without their weights.
    private record Texts(Map<Part, Tokenizer> tokenizers, Map<Part, TextEncoder.Config> configs) {}

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
        List<Tokenizer> tokenizers = taught(texts(Path.of(model.pipeline())), model.words());
        WeightedText prompt = WeightedText.parse(request.prompt());
        Tokenizer first = tokenizers.getFirst();
        List<Tokenizer.Token> tokens = first.readable(prompt);
        int limit = limit(tokens, prompt, tokenizers);
        return new EngineAnswer.Encoded(
                request.id(),
                tokens.stream().map(PromptReader::told).toList(),
                limit,
                Math.max(0, tokens.size() - limit),
                PromptEncoder.unknownWords(first, prompt));
    }

    private static EngineAnswer.Token told(Tokenizer.Token token) {
        return new EngineAnswer.Token(token.text(), token.weight(), token.known(), token.inside());
    }

    /// How many tokens have room, also as the other tokenizers count them: that of the second text
    /// encoder of the XL family pads with `!`, and makes more tokens of `!!!`. Where learned words begin
    /// new windows, those have less room.
    /// @param tokens of the first tokenizer
    private static int limit(List<Tokenizer.Token> tokens, WeightedText prompt, List<Tokenizer> tokenizers) {
        Tokenizer first = tokenizers.getFirst();
        int windows = PromptEncoder.mostWindows(first);
        int cut = first.windows(prompt, windows).cut();
        int limit = cut == 0 ? windows * first.room() : tokens.size() - cut;
        for (Tokenizer other : tokenizers.subList(1, tokenizers.size())) {
            int otherCut = other.windows(prompt, windows).cut();
            if (otherCut > 0) {
                List<Tokenizer.Token> others = other.readable(prompt);
                limit = Math.min(limit, within(tokens, letters(whole(others, others.size() - otherCut))));
            }
        }
        return limit;
    }

    /// The first tokens, without one whose continuation has no room.
    private static List<Tokenizer.Token> whole(List<Tokenizer.Token> tokens, int most) {
        int end = most;
        while (end > 0 && tokens.get(end).text().isEmpty()) {
            end--;
        }
        return tokens.subList(0, end);
    }

    private static int letters(List<Tokenizer.Token> tokens) {
        return tokens.stream().mapToInt(token -> token.text().length()).sum();
    }

    /// How many of the tokens say no more than the first letters of the prompt, which all tokenizers of
    /// a model read alike.
    private static int within(List<Tokenizer.Token> tokens, int letters) {
        int end = 0;
        int left = letters;
        while (end < tokens.size() && tokens.get(end).text().length() <= left) {
            left -= tokens.get(end).text().length();
            end++;
        }
        return end;
    }

    private Texts texts(Path place) throws IOException {
        ModelInspection.requireModel(place);
        String key = ModelShelf.modelFingerprint(place);
        Texts known = latest.get(key);
        if (known == null) {
            PipelineFiles files = PipelineFiles.open(place);
            known = new Texts(BaseModel.tokenizers(files), BaseModel.textConfigs(files));
            latest.put(key, known);
            if (latest.size() > KEPT) {
                latest.pollFirstEntry();
            }
        }
        return known;
    }

    /// The tokenizers with the words, each of as many tokens as its file has vectors there.
    private static List<Tokenizer> taught(Texts texts, @Nullable List<ModelSource.Word> words) throws IOException {
        var reading = new EnumMap<Part, Tokenizer>(texts.tokenizers());
        if (words == null) {
            return List.copyOf(reading.values());
        }
        for (ModelSource.Word word : words) {
            Path file = AdaptedModel.file(word.file(), EngineFailure.WORD_NOT_FOUND);
            try (LearnedWord learned = WordFit.open(file, word.word(), texts.configs())) {
                learned.vectors().forEach((part, vectors) -> {
                    Tokenizer before = Objects.requireNonNull(reading.get(part), word.word());
                    int tokens = vectors.shape().getFirst().intValue();
                    reading.put(part, before.withWord(word.word(), before.vocabularySize(), tokens));
                });
            } catch (TokenizerException e) {
                throw WordFit.unusable(e);
            }
        }
        return List.copyOf(reading.values());
    }
}
