package art.pinhua.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.generation.TestPipeline;
import art.pinhua.platform.jobs.JobCancelled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineReadingTest {
    @TempDir
    Path folder;

    @Test
    void whatIsDrawnWithIsCountedOnce() throws IOException {
        var pipeline = TestPipeline.write(folder.resolve("model"), "Model");
        assertEquals(6, PipelineReading.of(pipeline).parameters());
        weights(pipeline, "unet/diffusion_pytorch_model.fp16.safetensors", 6);
        weights(pipeline, "unet/diffusion_pytorch_model.non_ema.safetensors", 6);
        weights(pipeline, "safety_checker/model.safetensors", 1_000);
        assertEquals(6, PipelineReading.of(pipeline).parameters(), "the same weights again, and a safety checker");
        weights(pipeline, "vae/diffusion_pytorch_model.fp16.safetensors", 4);
        assertEquals(10, PipelineReading.of(pipeline).parameters(), "half precision is all there is");
    }

    @Test
    void whatIsPredictedIsSaidAsTheEngineSaysIt() throws IOException {
        var pipeline = TestPipeline.write(folder.resolve("model"), "Model");
        assertEquals("", PipelineReading.of(pipeline).predictionType(), "no scheduler");
        var scheduler = Files.createDirectory(pipeline.resolve("scheduler")).resolve("scheduler_config.json");
        Files.writeString(scheduler, "{}");
        assertEquals("epsilon", PipelineReading.of(pipeline).predictionType());
        Files.writeString(scheduler, "{\"prediction_type\":\"v_prediction\"}");
        assertEquals("velocity", PipelineReading.of(pipeline).predictionType());
        Files.writeString(scheduler, "{\"prediction_type\":\"v_prediction\",\"rescale_betas_zero_snr\":true}");
        assertEquals("velocity_zero_snr", PipelineReading.of(pipeline).predictionType());
    }

    @Test
    void layersThatCanBeLeftOutAreThoseOfTheShallowestTextEncoder() throws IOException {
        var pipeline = TestPipeline.write(folder.resolve("model"), "Model");
        assertEquals(OptionalInt.empty(), PipelineReading.mostClipSkip(pipeline), "nothing says it");
        text(pipeline, "text_encoder", "{\"num_hidden_layers\":3}");
        assertEquals(OptionalInt.of(2), PipelineReading.mostClipSkip(pipeline));
        text(pipeline, "text_encoder", "{\"model_type\":\"bert\",\"num_hidden_layers\":12}");
        assertEquals(OptionalInt.of(0), PipelineReading.mostClipSkip(pipeline));
        text(pipeline, "text_encoder", "{\"num_hidden_layers\":23}");
        assertEquals(OptionalInt.of(11), PipelineReading.mostClipSkip(pipeline), "more cannot be asked for");
        text(pipeline, "text_encoder", "{}");
        assertEquals(OptionalInt.of(11), PipelineReading.mostClipSkip(pipeline));
        text(pipeline, "text_encoder_2", "{\"num_hidden_layers\":32}");
        assertEquals(OptionalInt.of(10), PipelineReading.mostClipSkip(pipeline), "the XL family leaves out one anyway");
    }

    private static void text(Path pipeline, String part, String config) throws IOException {
        Files.writeString(Files.createDirectories(pipeline.resolve(part)).resolve("config.json"), config);
    }

    @Test
    void partsThatAnIndexListsAreCounted() throws IOException {
        var pipeline = TestPipeline.write(folder.resolve("model"), "Model");
        for (int part = 1; part <= 3; part++) {
            weights(pipeline, "text_encoder/model-0000" + part + "-of-00002.safetensors", 100 * part);
        }
        Files.writeString(
                pipeline.resolve("text_encoder/model.safetensors.index.json"),
                "{\"weight_map\":{\"a\":\"model-00001-of-00002.safetensors\","
                        + "\"b\":\"model-00002-of-00002.safetensors\",\"c\":\"model-00002-of-00002.safetensors\"}}");
        assertEquals(306, PipelineReading.of(pipeline).parameters());
    }

    @Test
    void theDigestCanBeGivenUpInTheMiddleOfAFile() throws IOException {
        var file = Files.write(folder.resolve("large"), new byte[1 << 20]);
        var looks = new AtomicInteger();
        ModelDigest.of(file, whole -> {}, read -> looks.incrementAndGet());
        assertTrue(looks.get() > 2, () -> looks + " looks");
        assertThrows(
                JobCancelled.class,
                () -> ModelDigest.of(file, whole -> {}, read -> {
                    throw new JobCancelled();
                }));
    }

    @Test
    void aConfigurationIsNoLongerThanAMebibyte() throws IOException {
        var pipeline = TestPipeline.write(folder.resolve("model"), "Model");
        Files.writeString(pipeline.resolve("unet/config.json"), "{\"sample_size\":16}" + " ".repeat(1 << 20));
        var refusal = assertThrows(ModelRefused.class, () -> PipelineReading.of(pipeline));
        assertTrue(String.valueOf(refusal.getMessage()).contains("unet/config.json"), refusal::toString);
    }

    @Test
    void aHeaderThatBreaksOffIsRefused() throws IOException {
        var pipeline = TestPipeline.write(folder.resolve("model"), "Model");
        write(pipeline.resolve("unet/diffusion_pytorch_model.safetensors"), "{\"w\":{\"shape\":[2,3]}");
        assertThrows(ModelRefused.class, () -> PipelineReading.of(pipeline));
    }

    @Test
    void theDigestIsThatOfTheContent() throws IOException {
        var pipeline = TestPipeline.write(folder.resolve("model"), "Model");
        var copy = TestPipeline.write(folder.resolve("copy"), "Model");
        assertEquals(PipelineReading.of(pipeline).digest(), ModelDigest.of(copy));
        Files.writeString(copy.resolve("unet/config.json"), "{\"sample_size\":32}");
        assertNotEquals(ModelDigest.of(pipeline), ModelDigest.of(copy));
    }

    private static void weights(Path pipeline, String file, int parameters) throws IOException {
        Files.createDirectories(Objects.requireNonNull(pipeline.resolve(file).getParent()));
        write(pipeline.resolve(file), "{\"__metadata__\":{\"shape\":\"9\"},\"w\":{\"shape\":[" + parameters + "]}}");
    }

    private static void write(Path file, String header) throws IOException {
        var bytes = header.getBytes(StandardCharsets.UTF_8);
        var weights = ByteBuffer.allocate(Long.BYTES + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(file, weights.putLong(bytes.length).put(bytes).array());
    }
}
