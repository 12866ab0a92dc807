package art.pinhua.training.generate;

import static art.pinhua.training.parity.Fixtures.assertAgrees;
import static art.pinhua.training.parity.Fixtures.get;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.contract.SamplerKind;
import art.pinhua.training.io.Png;
import art.pinhua.training.parity.Fixtures;
import art.pinhua.training.sampler.Canvas;
import art.pinhua.training.sampler.FreshNoise;
import art.pinhua.training.sampler.Guided;
import art.pinhua.training.sampler.Sampler;
import art.pinhua.training.sampler.Samplers;
import art.pinhua.training.sampler.StepListener;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The whole way from text to pixels against `parity/expected/end_to_end`, computed by diffusers 0.40:
/// part by part, step by step, and at once.
@SuppressWarnings("NullAway.Init")
class PictureParityTest extends OpenPipeline {
    private static final double TOLERANCE = 5e-5;
    private static final int SIDE = 64;

    private Map<String, NDArray> expected;

    @BeforeAll
    void open() throws IOException {
        open(MicroPipeline.FOLDER);
        expected = Fixtures.arrays(tensors, "expected/end_to_end.safetensors");
    }

    @ParameterizedTest
    @EnumSource(
            value = SamplerKind.class,
            names = {"DDIM", "DPMPP_2M"})
    void textsAreTheReferences(SamplerKind sampler) {
        NDArray context = get(expected, name(sampler) + ".context");
        PictureRequest request = request(sampler);
        try (var texts = new TextStates(tensors, painter.networks())) {
            TextStates.Pair text = texts.of(request.prompt(), request.negativePrompt(), 0);
            NDArray negative = text.negative().condition().states();
            NDArray prompt = text.prompt().condition().states();
            assertAgrees(tensors, "negative text", context.get("0:1"), negative, TOLERANCE);
            assertAgrees(tensors, "text", context.get("1:2"), prompt, TOLERANCE);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SamplerKind.class,
            names = {"DDIM", "DPMPP_2M"})
    void everyPassAndEveryStepIsTheReferences(SamplerKind kind) {
        PictureRequest request = request(kind);
        NDArray context = get(expected, name(kind) + ".context");
        NDArray outputs = get(expected, name(kind) + ".unet_output");
        NDArray trajectory = get(expected, name(kind) + ".latents");
        var passes = new AtomicInteger();
        Guided.Network network = (latents, t) -> {
            float[] times = {(float) t, (float) t};
            NDArray output = painter.networks()
                    .unet()
                    .predict(latents.concat(latents, 0), tensors.of(times, times.length), context);
            int pass = passes.getAndIncrement();
            assertAgrees(tensors, "pass " + pass, outputs.get(pass), output, TOLERANCE);
            return output;
        };
        var steps = new ArrayList<Integer>();
        StepListener listener = (step, of, latents, clean) -> {
            steps.add(step);
            assertAgrees(tensors, "latents after step " + step, trajectory.get(step), latents, TOLERANCE);
        };
        tensors.step(false, () -> {
            Sampler sampler = Samplers.of(kind, tensors, painter.networks().schedule());
            var guided = new Guided(tensors, network, request.guidance(), 0);
            return sampler.sample(guided, get(expected, "initial_latents"), request.steps(), listener)
                    .getShape();
        });
        assertEquals(outputs.getShape().get(0), passes.get());
        assertEquals(List.of(1, 2, 3, 4, 5, 6, 7, 8), steps);
    }

    @ParameterizedTest
    @EnumSource(
            value = SamplerKind.class,
            names = {"DDIM", "DPMPP_2M"})
    void textToPictureIsTheReferences(SamplerKind kind) {
        PictureRequest request = request(kind);
        NDArray trajectory = get(expected, name(kind) + ".latents");
        tensors.step(false, () -> {
            var texts = new TextStates(tensors, painter.networks());
            var steps = new ArrayList<Integer>();
            NDArray end = painter.denoise(
                    request,
                    Canvas.blank(get(expected, "initial_latents"), request.steps(), FreshNoise.NONE),
                    texts.of(request.prompt(), request.negativePrompt(), 0),
                    (step, of, preview) -> steps.add(step));
            assertEquals(List.of(1, 2, 3, 4, 5, 6, 7, 8), steps);
            assertAgrees(tensors, "latents", trajectory.get(8), end, TOLERANCE);
            NDArray decoded = painter.networks().autoencoder().decode(end);
            assertAgrees(tensors, "decoded", get(expected, name(kind) + ".decoded"), decoded, TOLERANCE);
            MicroPipeline.assertPicture(
                    tensors.toFloats(get(expected, name(kind) + ".image")),
                    Png.Pixels.ofPlanes(tensors.toFloats(decoded), 0, SIDE, SIDE));
            texts.close();
            return steps;
        });
    }

    private static String name(SamplerKind sampler) {
        return sampler.name().toLowerCase(Locale.ROOT);
    }

    private static PictureRequest request(SamplerKind sampler) {
        JsonObject example = MicroPipeline.example(name(sampler));
        return new PictureRequest(
                example.get("prompt").getAsString(),
                example.get("negative_prompt").getAsString(),
                List.of(1234L),
                example.get("num_inference_steps").getAsInt(),
                example.get("guidance_scale").getAsDouble(),
                sampler,
                SIDE,
                SIDE);
    }
}
