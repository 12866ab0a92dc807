package art.pinhua.training.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.EngineFailure;
import art.pinhua.training.contract.EngineRequest;
import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.io.ElementType;
import art.pinhua.training.io.Safetensors;
import art.pinhua.training.parity.Fixtures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is told of a prompt before anything is drawn.
class PromptReaderTest {
    /// Width of the micro pipeline's text encoder.
    private static final int WIDTH = 32;

    @TempDir
    private Path folder;

    private final PromptReader reader = new PromptReader();

    @Test
    void tokensWeightsAndUnknownWordsAreTold() {
        EngineAnswer.Encoded encoded = read(MicroPipeline.FOLDER, "(robe:1.5), 龘龘 dragons");
        assertEquals(
                List.of(
                        new EngineAnswer.Token("robe", 1.5, true, false),
                        new EngineAnswer.Token(",", 1, true, false),
                        new EngineAnswer.Token("龘", 1, false, false),
                        new EngineAnswer.Token("龘", 1, false, false),
                        new EngineAnswer.Token("dragon", 1, true, false),
                        new EngineAnswer.Token("s", 1, true, true)),
                encoded.tokens());
        assertEquals(30, encoded.limit());
        assertEquals(0, encoded.cut());
        assertEquals(List.of("龘龘"), encoded.unknownWords());
        assertEquals(List.of(), read(MicroPipeline.FOLDER, " ").tokens());
    }

    @Test
    void whatHasNoRoomIsCounted() {
        EngineAnswer.Encoded encoded = read(MicroPipeline.FOLDER, "山".repeat(33));
        assertEquals(33, encoded.tokens().size());
        assertEquals(3, encoded.cut());
        assertEquals(0, read(MicroPipeline.FOLDER, "山".repeat(30)).cut());
    }

    @Test
    void aLearnedWordHasAsManyTokensAsVectors() throws IOException {
        Path file = word("word.safetensors", 3);
        Path single = word("single.safetensors", 1);
        var model = new ModelSource(
                MicroPipeline.FOLDER.toString(),
                List.of(),
                List.of(new ModelSource.Word(file.toString(), "龘"), new ModelSource.Word(single.toString(), "qin")));
        var encoded = assertInstanceOf(
                EngineAnswer.Encoded.class, reader.answer(new EngineRequest.Encode("e", model, "龘 Qin")));
        assertEquals(
                List.of(
                        new EngineAnswer.Token("龘", 1, true, false),
                        new EngineAnswer.Token("", 1, true, true),
                        new EngineAnswer.Token("", 1, true, true),
                        new EngineAnswer.Token("qin", 1, true, false)),
                encoded.tokens());
        assertEquals(List.of(), encoded.unknownWords());
        assertEquals(List.of("龘"), read(MicroPipeline.FOLDER, "龘").unknownWords());

        Files.delete(single);
        assertFailed(EngineFailure.WORD_NOT_FOUND, "single.safetensors", model);
    }

    @Test
    void noWeightsAreReadAndAChangedTokenizerIs() throws IOException {
        Path copy = MicroPipeline.copied(folder.resolve("copy"));
        try (Stream<Path> files = Files.walk(copy)) {
            for (Path weights : files.filter(file -> file.toString().endsWith(".safetensors"))
                    .toList()) {
                Files.delete(weights);
            }
        }
        assertEquals(List.of(), read(copy, "山猫").unknownWords());
        Path config = copy.resolve("tokenizer/tokenizer_config.json");
        Files.writeString(config, Files.readString(config).replaceFirst("\\{", "{\"taught_tokens\": \"山\","));
        assertEquals(List.of("猫"), read(copy, "山猫").unknownWords());
        Files.writeString(copy.resolve("tokenizer/tokenizer.json"), "{}");
        assertFailed(EngineFailure.MODEL_UNSUPPORTED, "pre_tokenizer", new ModelSource(copy.toString(), List.of()));
        assertFailed(EngineFailure.MODEL_NOT_FOUND, "nowhere", new ModelSource("/nowhere", List.of()));
    }

    @Test
    void aCheckpointInOneFileIsReadAsItsFolder() throws IOException {
        Path pipeline = Fixtures.path("xl/pipeline");
        Path file = folder.resolve("any.safetensors");
        Safetensors.write(file, XlSingleFile.tensors(pipeline), Map.of());
        Path tokenizer = Files.createDirectory(folder.resolve("tokenizer"));
        try (Stream<Path> files = Files.list(pipeline.resolve("tokenizer"))) {
            for (Path each : files.toList()) {
                Files.copy(each, tokenizer.resolve(each.getFileName().toString()));
            }
        }
        EngineAnswer.Encoded whole = read(pipeline, "a red robe, 竹林");
        assertEquals(18, whole.limit());
        assertEquals(whole, read(file, "a red robe, 竹林"));
        Path config = tokenizer.resolve("tokenizer_config.json");
        Files.writeString(config, Files.readString(config).replace("20", "24 "));
        assertEquals(22, read(file, "a red robe").limit());
    }

    private EngineAnswer.Encoded read(Path pipeline, String prompt) {
        var request = new EngineRequest.Encode("e", new ModelSource(pipeline.toString(), List.of()), prompt);
        return assertInstanceOf(EngineAnswer.Encoded.class, reader.answer(request));
    }

    private void assertFailed(EngineFailure code, String named, ModelSource model) {
        var failed =
                assertInstanceOf(EngineAnswer.Failed.class, reader.answer(new EngineRequest.Encode("e", model, "山")));
        assertEquals(code, failed.code(), failed.message());
        assertTrue(failed.message().contains(named), failed.message());
    }

    private Path word(String name, int tokens) throws IOException {
        Path file = folder.resolve(name);
        var vectors = new Safetensors.Tensor(
                "emb_params",
                ElementType.F32,
                List.of((long) tokens, (long) WIDTH),
                ByteBuffer.allocate(tokens * WIDTH * ElementType.F32.bytes()));
        Safetensors.write(file, List.of(vectors), Map.of());
        return file;
    }
}
