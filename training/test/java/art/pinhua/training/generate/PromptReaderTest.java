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

    /// Width of both text encoders of the micro pipeline of the XL family.
    private static final int XL_WIDTH = 64;

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
    void aLearnedWordWithoutRoomForAllItsVectorsIsCut() throws IOException {
        var word = new ModelSource.Word(word("word.safetensors", 3).toString(), "龘");
        var model = new ModelSource(MicroPipeline.FOLDER.toString(), List.of(), List.of(word));
        var request = new EngineRequest.Encode("e", model, "山".repeat(29) + "龘");
        var encoded = assertInstanceOf(EngineAnswer.Encoded.class, reader.answer(request));
        assertEquals(32, encoded.tokens().size());
        assertEquals(29, encoded.limit());
        assertEquals(3, encoded.cut());
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
        Path tokenizer = MicroPipeline.copied(pipeline.resolve("tokenizer"), folder.resolve("tokenizer"));
        EngineAnswer.Encoded whole = read(pipeline, "a red robe, 竹林");
        assertEquals(18, whole.limit());
        assertEquals(whole, read(file, "a red robe, 竹林"));
        Files.writeString(tokenizer.resolve("added_tokens.json"), "{\"竹林\": 595}"); // of another text encoder
        assertEquals(whole, read(file, "a red robe, 竹林"));
        assertEquals(0, read(file, "robe ".repeat(10)).cut());
        cutRobesInTwo(MicroPipeline.copied(pipeline.resolve("tokenizer_2"), folder.resolve("tokenizer_2")));
        assertEquals(1, read(file, "robe ".repeat(10)).cut());
        Path config = tokenizer.resolve("tokenizer_config.json");
        Files.writeString(config, Files.readString(config).replace("20", "24 "));
        assertEquals(22, read(file, "a red robe").limit());
    }

    // ---- two text encoders

    /// The second tokenizer pads with `!`, and therefore finds each of them by itself.
    @Test
    void whatTheSecondTextEncoderCutsIsCut() throws IOException {
        Path pipeline = xlPipeline();
        for (String tokenizer : List.of("tokenizer", "tokenizer_2")) {
            Path merges = pipeline.resolve(tokenizer).resolve("merges.txt");
            Files.writeString(merges, Files.readString(merges) + "! !</w>\n");
        }
        EngineAnswer.Encoded encoded = read(pipeline, "robe " + "!! ".repeat(10)); // there 21 tokens, 18 have room
        assertEquals(11, encoded.tokens().size());
        assertEquals(9, encoded.limit());
        assertEquals(2, encoded.cut());
        EngineAnswer.Encoded whole = read(pipeline, "robe " + "!! ".repeat(8));
        assertEquals(18, whole.limit());
        assertEquals(0, whole.cut());
    }

    @Test
    void aWordThatEitherTextEncoderCutsInTwoIsCut() throws IOException {
        String prompt = "the " + "robe ".repeat(10);
        Path second = xlPipeline();
        cutRobesInTwo(second.resolve("tokenizer_2"));
        EngineAnswer.Encoded encoded = read(second, prompt);
        assertEquals(11, encoded.tokens().size());
        assertEquals(9, encoded.limit()); // of the ninth robe half has room
        assertEquals(2, encoded.cut());

        Path first = xlPipeline();
        cutRobesInTwo(first.resolve("tokenizer"));
        assertEquals(18, read(first, prompt).limit());
        assertEquals(3, read(first, prompt).cut());
    }

    @Test
    void aLearnedWordIsCutWhereEitherTextEncoderLacksRoomForItsVectors() throws IOException {
        Path file = folder.resolve("word.safetensors");
        Safetensors.write(file, List.of(vectors("clip_l", 1, XL_WIDTH), vectors("clip_g", 3, XL_WIDTH)), Map.of());
        var model = new ModelSource(
                Fixtures.path("xl/pipeline").toString(),
                List.of(),
                List.of(new ModelSource.Word(file.toString(), "qin")));
        var request = new EngineRequest.Encode("e", model, "robe ".repeat(16) + "qin");
        var encoded = assertInstanceOf(EngineAnswer.Encoded.class, reader.answer(request));
        assertEquals(17, encoded.tokens().size());
        assertEquals(16, encoded.limit());
        assertEquals(1, encoded.cut());
    }

    private Path xlPipeline() throws IOException {
        Path own = Files.createTempDirectory(folder, "xl");
        return MicroPipeline.copied(Fixtures.path("xl/pipeline"), own.resolve("pipeline"));
    }

    /// The first half is `r` then.
    private static void cutRobesInTwo(Path tokenizer) throws IOException {
        Path merges = tokenizer.resolve("merges.txt");
        Files.writeString(merges, Files.readString(merges).replace("\nr obe</w>\n", "\n"));
    }

    // ---- questions

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
        Safetensors.write(file, List.of(vectors("emb_params", tokens, WIDTH)), Map.of());
        return file;
    }

    private static Safetensors.Tensor vectors(String name, int tokens, int width) {
        return new Safetensors.Tensor(
                name,
                ElementType.F32,
                List.of((long) tokens, (long) width),
                ByteBuffer.allocate(tokens * width * ElementType.F32.bytes()));
    }
}
