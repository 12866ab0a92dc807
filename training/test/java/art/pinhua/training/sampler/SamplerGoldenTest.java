package art.pinhua.training.sampler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.contract.SamplerKind;
import art.pinhua.training.noise.ScheduleConfig;
import art.pinhua.training.parity.Fixtures;
import art.pinhua.training.tensor.Tensors;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whole runs against the reference's: from noise, from an image, with a mask. Three files, from two
/// versions of it, see `parity/README.md`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SamplerGoldenTest {
    private static final double TOLERANCE = 1e-5;
    private static final double TOLERANCE_OF_PURE_NOISE = 1e-4;
    private static final int COMBINATIONS = 212;
    private static final Map<String, SamplerKind> OLDER = Map.ofEntries(
            Map.entry("ddim", SamplerKind.DDIM),
            Map.entry("ddim_v", SamplerKind.DDIM),
            Map.entry("ddim_v_zero_snr", SamplerKind.DDIM),
            Map.entry("dpmpp_2m", SamplerKind.DPMPP_2M),
            Map.entry("dpmpp_2m_few", SamplerKind.DPMPP_2M),
            Map.entry("dpmpp_2m_leading", SamplerKind.DPMPP_2M),
            Map.entry("dpmpp_2m_v", SamplerKind.DPMPP_2M),
            Map.entry("dpmpp_2m_karras", SamplerKind.DPMPP_2M_KARRAS),
            Map.entry("pndm", SamplerKind.PNDM),
            Map.entry("euler", SamplerKind.EULER),
            Map.entry("euler_linspace", SamplerKind.EULER),
            Map.entry("euler_karras", SamplerKind.EULER),
            Map.entry("euler_ancestral", SamplerKind.EULER_ANCESTRAL),
            Map.entry("lcm", SamplerKind.LCM));

    @SuppressWarnings("NullAway.Init")
    private Tensors tensors;

    @SuppressWarnings("NullAway.Init")
    private Map<String, NDArray> arrays;

    @SuppressWarnings("NullAway.Init")
    private Map<String, NDArray> matrix;

    @SuppressWarnings("NullAway.Init")
    private Map<String, NDArray> older;

    @BeforeAll
    void open() {
        tensors = Tensors.cpu(1);
        arrays = Fixtures.arrays(tensors, "expected/samplers.safetensors");
        matrix = Fixtures.arrays(tensors, "expected/matrix.safetensors");
        older = Fixtures.arrays(tensors, "expected/schedulers.safetensors");
    }

    @AfterAll
    void close() {
        tensors.close();
    }

    static Stream<JsonObject> cases() {
        return list("expected/samplers.json").stream();
    }

    /// Every sampler with every spacing, prediction and start that it has, and that decision 27 does not
    /// depart from.
    static Stream<JsonObject> combinations() {
        JsonObject all = Fixtures.json("expected/matrix.json");
        return list("expected/matrix.json").stream()
                .flatMap(example ->
                        all.getAsJsonObject("starts").keySet().stream().map(start -> combination(all, example, start)));
    }

    private static JsonObject combination(JsonObject all, JsonObject example, String start) {
        JsonObject combination = example.deepCopy();
        combination.addProperty("name", name(example) + "." + start);
        combination.add("steps", all.get("steps"));
        all.getAsJsonObject("starts").getAsJsonObject(start).asMap().forEach(combination::add);
        return combination;
    }

    static Stream<JsonObject> olderCases() {
        return list("expected/schedulers.json").stream();
    }

    @ParameterizedTest
    @MethodSource
    void cases(JsonObject example) {
        String name = name(example);
        check(example, arrays, name + ".fresh", Fixtures.get(arrays, name + ".trajectory"));
    }

    @ParameterizedTest
    @MethodSource
    void combinations(JsonObject example) {
        check(example, matrix, "fresh", Fixtures.get(matrix, name(example)));
    }

    @Test
    void noCombinationIsLeftOut() {
        assertEquals(
                COMBINATIONS,
                combinations().map(SamplerGoldenTest::name).distinct().count());
    }

    private void check(JsonObject example, Map<String, NDArray> from, String fresh, NDArray trajectory) {
        int steps = example.get("steps").getAsInt();
        NDArray image = example.has("strength") ? Fixtures.get(from, "image") : null;
        var canvas = new Canvas(
                Fixtures.get(from, "noise"),
                steps,
                image == null ? 1 : example.get("strength").getAsDouble(),
                image,
                example.has("mask") ? Fixtures.get(from, "mask") : null,
                fresh(from, fresh, steps, example));
        check(
                example,
                SamplerKind.valueOf(example.get("sampler").getAsString()),
                ScheduleConfig.parse(example.getAsJsonObject("config").toString()),
                canvas,
                trajectory);
    }

    @ParameterizedTest
    @MethodSource
    void olderCases(JsonObject example) {
        String name = name(example);
        JsonObject config = example.getAsJsonObject("config").deepCopy();
        config.addProperty("_class_name", example.get("scheduler").getAsString());
        config.remove("lambda_min_clipped"); // written as -Infinity, which is not JSON
        int steps = example.get("num_inference_steps").getAsInt();
        FreshNoise fresh = fresh(older, name + ".noise", steps, example);
        check(
                example,
                Objects.requireNonNull(OLDER.get(name), name),
                ScheduleConfig.parse(config.toString()),
                Canvas.blank(Fixtures.get(older, "initial"), steps, fresh),
                Fixtures.get(older, name + ".trajectory"));
    }

    /// The noise of a step; the reference numbers it from the first step that is done.
    private FreshNoise fresh(Map<String, NDArray> from, String name, int steps, JsonObject example) {
        double strength = example.has("strength") ? example.get("strength").getAsDouble() : 1;
        int first = steps - (int) (steps * strength);
        return (step, shape) -> Fixtures.get(from, name).get(step - first);
    }

    private void check(JsonObject example, SamplerKind kind, ScheduleConfig config, Canvas canvas, NDArray trajectory) {
        Sampler sampler = Samplers.of(kind, tensors, config);
        int steps = canvas.steps();
        double[] timesteps = numbers(example, "timesteps");
        assertArrayEquals(timesteps, sampler.timesteps(steps), 3e-3, "timesteps"); // Karras: fp32 there
        double[] sigmas = sigmas(sampler, steps);
        for (int i = 0; i < sigmas.length; i++) {
            assertEquals(numbers(example, "sigmas")[i], sigmas[i], 3e-5 * Math.max(1, sigmas[i]), "sigma " + i);
        }
        int states = (int) trajectory.getShape().get(0);
        // the reference's Euler works on latents divided by their signal: near pure noise 4096 times as large, in fp32
        double[] scales = new double[states];
        Arrays.setAll(scales, i -> sampler instanceof Euler ? Math.hypot(sigmas[steps + 1 - states + i], 1) : 1);
        double tolerance = scales[0] > 1000 ? TOLERANCE_OF_PURE_NOISE : TOLERANCE;
        var seen = new ArrayList<Integer>();
        tensors.step(false, () -> {
            // the reference's own time: its sine tells thousandths apart, which fp32 does not
            Denoiser toy = (x, t) -> tensors.mul(x, 0.3 * Math.sin(nearest(timesteps, t)));
            sampler.sample(toy, canvas, (step, of, latents, clean) -> {
                seen.add(step);
                Fixtures.assertAgrees(
                        tensors,
                        name(example) + " after step " + step,
                        trajectory.get(step),
                        tensors.mul(latents, scales[step]),
                        tolerance);
            });
            return seen;
        });
        assertEquals(states - 1, seen.size());
        assertTrue(seen.size() >= 1);
    }

    /// Of the samplers that count in them; else empty.
    private static double[] sigmas(Sampler sampler, int steps) {
        return switch (sampler) {
            case Euler euler -> euler.sigmas(steps);
            case DpmSolverPlusPlus2M solver -> solver.sigmas(steps);
            case Ddim ddim -> new double[0];
            case Pndm pndm -> new double[0];
            case Lcm lcm -> new double[0];
        };
    }

    private static double nearest(double[] timesteps, double t) {
        return Arrays.stream(timesteps)
                .boxed()
                .min(Comparator.comparingDouble(each -> Math.abs(each - t)))
                .orElseThrow();
    }

    @Test
    void guidanceRescaleIsTheReferences() {
        NDArray negative = Fixtures.get(arrays, "guidance.negative");
        NDArray prompt = Fixtures.get(arrays, "guidance.prompt");
        Guided.Network network = (latents, t) -> negative.concat(prompt, 0);
        for (double rescale : new double[] {0, 0.7, 1}) {
            tensors.step(false, () -> {
                var guided = new Guided(tensors, network, 7.5, rescale);
                NDArray expected = Fixtures.get(arrays, "guidance.rescale" + rescale);
                Fixtures.assertAgrees(
                        tensors,
                        "rescale " + rescale,
                        expected,
                        guided.predict(tensors.zeros(2, 4, 3, 3), 1),
                        TOLERANCE);
                return rescale;
            });
        }
    }

    private static List<JsonObject> list(String file) {
        return Fixtures.json(file).getAsJsonArray("cases").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    private static String name(JsonObject example) {
        return example.get("name").getAsString();
    }

    private static double[] numbers(JsonObject example, String key) {
        return example.getAsJsonArray(key).asList().stream()
                .mapToDouble(JsonElement::getAsDouble)
                .toArray();
    }
}
