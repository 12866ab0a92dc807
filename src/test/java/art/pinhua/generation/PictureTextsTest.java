package art.pinhua.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.registry.LearnedWord;
import art.pinhua.registry.ModelVersion;
import art.pinhua.registry.UsualSampling;
import art.pinhua.training.contract.NoiseKind;
import art.pinhua.training.contract.SamplerKind;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureTextsTest {
    private static final UUID ID = new UUID(0, 1);
    private static final String SD = "StableDiffusionPipeline";
    private static final LearnedWord BAMBOO = word("竹");

    private static LearnedWord word(String word) {
        return new LearnedWord(ID, ID, "model", word, "a".repeat(64), 2, "", "", Instant.EPOCH, null);
    }

    private static ModelVersion version(String pipelineClass) {
        return version("model", pipelineClass);
    }

    private static ModelVersion version(String name, String pipelineClass) {
        var base = new ModelVersion.BaseModel(
                ID,
                name,
                "0123456789abcdef",
                null,
                "folder",
                512,
                512,
                1,
                pipelineClass,
                "",
                "",
                "",
                UsualSampling.PLAIN,
                11,
                Instant.EPOCH);
        return new ModelVersion(ID, 1, "version", base, null, 1, Instant.EPOCH);
    }

    private static Image image(int steps, double guidance, @Nullable Double strength, int clipSkip) {
        return image(steps, guidance, strength, null, clipSkip);
    }

    private static Image image(String prompt) {
        return image(prompt, 20, 3, null, null, 0);
    }

    private static Image image(
            int steps, double guidance, @Nullable Double strength, @Nullable String mask, int clipSkip) {
        return image("竹林", steps, guidance, strength, mask, clipSkip);
    }

    private static Image image(
            String prompt, int steps, double guidance, @Nullable Double strength, @Nullable String mask, int clipSkip) {
        return new Image(
                ID,
                ID,
                0,
                "sha256",
                ID,
                prompt,
                "",
                7,
                steps,
                guidance,
                "DPMPP_2M",
                0,
                NoiseKind.COUNTER,
                strength == null ? null : ID,
                strength,
                mask,
                List.of(),
                List.of(),
                clipSkip,
                512,
                512,
                Instant.EPOCH);
    }

    /// The same with other settings.
    private static Image with(Image of, String negativePrompt, SamplerKind sampler, double rescale, NoiseKind noise) {
        return new Image(
                of.id(),
                of.generationId(),
                of.index(),
                of.sha256(),
                of.modelVersionId(),
                of.prompt(),
                negativePrompt,
                of.seed(),
                of.steps(),
                of.guidance(),
                sampler.name(),
                rescale,
                noise,
                of.startImageId(),
                of.strength(),
                of.maskSha256(),
                of.adapters(),
                of.words(),
                of.clipSkip(),
                of.width(),
                of.height(),
                of.createdAt());
    }

    private static Image drawnBy(SamplerKind sampler) {
        return with(image("x"), "", sampler, 0, NoiseKind.COUNTER);
    }

    private static Image rescaled(double guidance, double rescale) {
        return with(image(20, guidance, null, 0), "", SamplerKind.EULER, rescale, NoiseKind.COUNTER);
    }

    private static Image saidAgainst(String negativePrompt) {
        return with(image("x"), negativePrompt, SamplerKind.EULER, 0, NoiseKind.COUNTER);
    }

    private static String parameters(Image image) {
        var texts = PictureTexts.of(image, version(SD), List.of(), List.of());
        return Objects.requireNonNull(texts.get("parameters"));
    }

    private static JsonNode graph(Image image, String pipelineClass) throws JsonProcessingException {
        var texts = PictureTexts.of(image, version(pipelineClass), List.of(), List.of());
        return new ObjectMapper().readTree(Objects.requireNonNull(texts.get("prompt")));
    }

    @Test
    void aCheckpointInOneFileIsKnownByItsOwnBytes() {
        var base = new ModelVersion.BaseModel(
                ID,
                "one",
                "0123456789abcdef",
                "fedcba9876543210",
                "file",
                512,
                512,
                1,
                SD,
                "",
                "",
                "",
                UsualSampling.PLAIN,
                11,
                Instant.EPOCH);
        var version = new ModelVersion(ID, 1, "version", base, null, 1, Instant.EPOCH);
        var texts = PictureTexts.of(image("竹林"), version, List.of(), List.of());
        assertTrue(String.valueOf(texts.get("parameters")).contains("Model hash: fedcba9876, "), texts::toString);
    }

    @Test
    void aMaskLiesOverThePictureThatIsStartedFrom() throws JsonProcessingException {
        assertEquals(
                "VAEEncode", graph(image(20, 3, .5, 0), SD).at("/4/class_type").asText());
        JsonNode scaled = graph(image(20, 3, .5, 0), SD).at("/scaled/inputs");
        assertEquals(512, scaled.get("width").asInt());
        assertEquals("start", scaled.at("/image/0").asText());
        JsonNode masked = graph(image(20, 3, .5, "ab", 0), SD);
        assertEquals("SetLatentNoiseMask", masked.at("/4/class_type").asText());
        assertEquals("encoded", masked.at("/4/inputs/samples/0").asText());
        assertEquals("VAEEncode", masked.at("/encoded/class_type").asText());
        assertEquals("LoadImageMask", masked.at("/mask/class_type").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "20, 0.6,  12", //
        "20, 0.99, 19",
        "25, 0.5,  12",
        "10, 0.05, 1",
        "30, 0.7,  21",
        "50, 0.58, 28",
        "20, 1,    20"
    })
    void othersDoTheStepsThatWereDone(int steps, double strength, int done) throws JsonProcessingException {
        JsonNode sampling = graph(image(steps, 3, strength, 0), SD).at("/5/inputs");
        assertEquals(done, sampling.get("steps").intValue());
        assertEquals(steps, (int) (done / sampling.get("denoise").doubleValue()));
    }

    /// `KSampler.set_steps` of ComfyUI: the last steps of a schedule of `int(steps / denoise)`; all above 0.9999.
    @Test
    void theScheduleIsFoundAgainForEveryShare() {
        for (int steps = 1; steps <= 1000; steps++) {
            for (int percent = 1; percent <= 100; percent++) {
                Image image = image(steps, 3, percent / 100.0, 0);
                int done = PictureTexts.stepsDone(image);
                double denoise = PictureTexts.denoise(image);
                int whole = denoise > 0.9999 ? done : (int) (done / denoise);
                assertEquals(steps, whole, () -> done + " steps, denoise " + denoise);
            }
        }
    }

    @Test
    void withoutAPictureToStartFromAllStepsAreDone() throws JsonProcessingException {
        JsonNode sampling = graph(image(20, 3, null, 0), SD).at("/5/inputs");
        assertEquals(20, sampling.get("steps").intValue());
        assertEquals(1, sampling.get("denoise").doubleValue());
    }

    @ParameterizedTest
    @CsvSource({
        "StableDiffusionPipeline,   1, -2",
        "StableDiffusionPipeline,   2, -3",
        "StableDiffusionXLPipeline, 1, -3",
        "StableDiffusionXLPipeline, 2, -4",
        "'',                        1, -2"
    })
    void layersAreLeftOutBeyondThoseOfTheFamily(String pipelineClass, int clipSkip, int layer)
            throws JsonProcessingException {
        JsonNode graph = graph(image(20, 3, null, clipSkip), pipelineClass);
        assertEquals(layer, graph.at("/skip/inputs/stop_at_clip_layer").intValue());
    }

    @Test
    void learnedWordsAreNamedAsOthersNameThem() throws JsonProcessingException {
        var texts = PictureTexts.of(image(20, 3, null, 0), version(SD), List.of(), List.of(BAMBOO));
        String parameters = Objects.requireNonNull(texts.get("parameters"));
        assertTrue(parameters.startsWith("竹林\n"), parameters);
        assertTrue(parameters.contains("TI hashes: \"竹: aaaaaaaaaaaa\""), parameters);
        JsonNode graph = new ObjectMapper().readTree(Objects.requireNonNull(texts.get("prompt")));
        assertEquals("embedding:竹 林", graph.at("/2/inputs/text").textValue());
    }

    /// ComfyUI takes a word's name from the mark to the next space.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "竹           | embedding:竹", //
                "竹，林       | embedding:竹 ，林",
                "竹。         | embedding:竹 。",
                "竹-林        | embedding:竹 -林",
                "竹, 竹 林    | embedding:竹, embedding:竹 林",
                "竹,, 林      | embedding:竹,, 林",
                "竹,          | embedding:竹,",
                "竹,竹        | embedding:竹 , embedding:竹",
                "石\u3000竹\u3000林 | 石\u3000 embedding:竹 \u3000林",
                "embedding:竹 | embedding:竹",
                "embedding:竹.safetensors 林 | embedding:竹.safetensors 林",
                "(embedding:竹:1.2) | (embedding:竹:1.2)",
                "(竹:1.2) [竹]| (embedding:竹:1.2) (embedding:竹:0.9091)",
                "(石竹林:1.2) | (石 embedding:竹 林:1.2)",
                "石竹         | 石 embedding:竹"
            })
    void aSpaceEndsTheNameOfAWordElsewhere(String prompt, String named) throws JsonProcessingException {
        assertEquals(named, prompt(prompt, BAMBOO));
    }

    @ParameterizedTest
    @CsvSource({
        "ink wash,      ink_wash", //
        "ink\u00a0wash, ink_wash",
        "墨\u3000竹,     墨_竹",
        "a/b|c,         a_b_c",
        "so \"called\",  so__called_",
        "a<b>,          a_b_",
        "r\u00f4be-2.1, r\u00f4be-2.1"
    })
    void wordsAreCalledLikeFilesElsewhere(String word, String file) throws JsonProcessingException {
        assertEquals("red embedding:" + file + " hall", prompt("red " + word + " hall", word(word)));
        var texts = PictureTexts.of(image(word), version(SD), List.of(), List.of(word(word)));
        String parameters = Objects.requireNonNull(texts.get("parameters"));
        assertTrue(parameters.startsWith(word + "\n"), parameters); // as it was written
    }

    private static String prompt(String prompt, LearnedWord word) throws JsonProcessingException {
        var texts = PictureTexts.of(image(prompt), version(SD), List.of(), List.of(word));
        JsonNode graph = new ObjectMapper().readTree(Objects.requireNonNull(texts.get("prompt")));
        return graph.at("/2/inputs/text").textValue();
    }

    @Test
    void modelsAndAdaptersAreCalledLikeFilesElsewhere() throws JsonProcessingException {
        var laid = new PictureTexts.Laid("水墨 (dark), it's \"a/b\\c\": v2.safetensors", "b".repeat(64), 0.5);
        var texts = PictureTexts.of(image("x"), version("画 <1>.zip", SD), List.of(laid), List.of());
        String written = Objects.requireNonNull(texts.get("prompt"));
        assertTrue(written.chars().allMatch(character -> character < 128), written);
        JsonNode graph = new ObjectMapper().readTree(written);
        assertEquals("画 _1_.safetensors", graph.at("/1/inputs/ckpt_name").textValue());
        assertEquals(
                "水墨 (dark), it's _a_b_c__ v2.safetensors",
                graph.at("/lora1/inputs/lora_name").textValue());
        String parameters = Objects.requireNonNull(texts.get("parameters"));
        assertTrue(parameters.startsWith("x <lora:水墨 (dark), it's _a_b_c__ v2:0.5>\n"), parameters);
        assertTrue(parameters.contains(", Model: 画 _1_, "), parameters);
        String hashes = "Lora hashes: \"水墨 (dark) it's _a_b_c__ v2: " + "b".repeat(12) + "\"";
        assertTrue(parameters.contains(hashes), parameters);
    }

    /// The timesteps of 20 steps, here and there: those of DPM-Solver++ end at 50, of Euler at 0, and
    /// those of DDIM and PNDM are 951, 901 … 1.
    @ParameterizedTest
    @CsvSource({
        "DDIM,            DDIM,     Automatic,   ddim,            ddim_uniform",
        "DPMPP_2M,        DPM++ 2M, SGM Uniform, dpmpp_2m,        sgm_uniform",
        "DPMPP_2M_KARRAS, DPM++ 2M, Karras,      dpmpp_2m,        karras",
        "PNDM,            PLMS,     Automatic,   ipndm,           ddim_uniform",
        "EULER,           Euler,    Uniform,     euler,           normal",
        "EULER_ANCESTRAL, Euler a,  Uniform,     euler_ancestral, normal",
        "LCM,             LCM,      SGM Uniform, lcm,             sgm_uniform"
    })
    void samplersAndSchedulesHaveTheirNamesElsewhere(
            SamplerKind sampler, String a1111, String a1111Schedule, String comfy, String comfySchedule)
            throws JsonProcessingException {
        String parameters = parameters(drawnBy(sampler));
        String named = ", Sampler: " + a1111 + ", Schedule type: " + a1111Schedule + ", ";
        assertTrue(parameters.contains(named), parameters);
        JsonNode sampling = graph(drawnBy(sampler), SD).at("/5/inputs");
        assertEquals(comfy, sampling.get("sampler_name").textValue());
        assertEquals(comfySchedule, sampling.get("scheduler").textValue());
    }

    @Test
    void noiseOfTorchIsThatOfTheCpuElsewhere() {
        String torch = parameters(with(image("x"), "", SamplerKind.EULER, 0, NoiseKind.TORCH));
        assertTrue(torch.contains(", RNG: CPU, "), torch);
        String counter = parameters(drawnBy(SamplerKind.EULER));
        assertFalse(counter.contains("RNG"), counter);
    }

    @Test
    void weightsAreWrittenAsTheOthersReadThem() throws JsonProcessingException {
        Image image = with(image("红衣（白：1.3）[竹]"), "((雾:1.2))", SamplerKind.EULER, 0, NoiseKind.COUNTER);
        String prompt = "红衣(白:1.3)(竹:0.9091)";
        String negative = "(雾:1.32)";
        String parameters = parameters(image);
        assertTrue(parameters.startsWith(prompt + "\nNegative prompt: " + negative + "\nSteps: "), parameters);
        JsonNode graph = graph(image, SD);
        assertEquals(prompt, graph.at("/2/inputs/text").textValue());
        assertEquals(negative, graph.at("/3/inputs/text").textValue());
    }

    @Test
    void guidanceIsRescaledByANodeOfItsOwn() throws JsonProcessingException {
        JsonNode graph = graph(rescaled(7, 0.7), SD);
        assertEquals("rescale", graph.at("/5/inputs/model/0").textValue());
        assertEquals("RescaleCFG", graph.at("/rescale/class_type").textValue());
        assertEquals(0.7, graph.at("/rescale/inputs/multiplier").doubleValue());
        assertEquals("1", graph.at("/rescale/inputs/model/0").textValue());
        assertEquals("1", graph(rescaled(7, 0), SD).at("/5/inputs/model/0").textValue());
        assertEquals("1", graph(rescaled(1, 0.7), SD).at("/5/inputs/model/0").textValue());
    }

    @Test
    void anUnsaidNegativePromptOfTheXlFamilyIsZeros() throws JsonProcessingException {
        String xl = "StableDiffusionXLPipeline";
        JsonNode unsaid = graph(saidAgainst(" "), xl);
        assertEquals("zeros", unsaid.at("/5/inputs/negative/0").textValue());
        assertEquals("ConditioningZeroOut", unsaid.at("/zeros/class_type").textValue());
        assertEquals("3", unsaid.at("/zeros/inputs/conditioning/0").textValue());
        assertEquals("3", graph(saidAgainst("雾"), xl).at("/5/inputs/negative/0").textValue());
        assertEquals("3", graph(saidAgainst(""), SD).at("/5/inputs/negative/0").textValue());
    }

    @Test
    void noGuidanceIsOneElsewhere() throws JsonProcessingException {
        Image image = image(4, 0, null, 0);
        assertEquals(1, graph(image, SD).at("/5/inputs/cfg").doubleValue());
        String parameters = parameters(image);
        assertTrue(parameters.contains("CFG scale: 1,"), parameters);
    }
}
