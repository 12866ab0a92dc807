package art.pinhua.training.trainer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class OptimiserTest {
    private static final Optimiser.Settings SETTINGS = new Optimiser.Settings(.9, .99, 1e-8, 0, 1e9, .9);

    /// One direction is a hundred times as steep as the other.
    private static final float[] STEEP = {100, 0, 0, 1};

    @AutoClose
    private final Tensors tensors = Tensors.cpu(1);

    private SequencedMap<String, NDArray> parameters() {
        var parameters = new LinkedHashMap<String, NDArray>();
        parameters.put("first.weight", tensors.of(new float[] {1, 2, 3, 4}, 2, 2));
        parameters.put("first.bias", tensors.of(new float[] {5, 6, 7, 8}, 4));
        parameters.put("last.weight", tensors.of(new float[] {1, 2, 3, 4}, 2, 2));
        return parameters;
    }

    private static Optimiser.Muon first(double rate) {
        return new Optimiser.Muon(name -> name.startsWith("first."), .95, rate);
    }

    private float[] floats(SequencedMap<String, NDArray> arrays, String name) {
        return tensors.toFloats(Objects.requireNonNull(arrays.get(name)));
    }

    /// One step whose gradient is [#STEEP] for each of the parameters.
    private double step(Optimiser optimiser, SequencedMap<String, NDArray> parameters) {
        tensors.step(true, () -> {
            NDArray loss = tensors.scalar(0);
            for (NDArray parameter : parameters.values()) {
                NDArray slope = tensors.of(STEEP, parameter.getShape().getShape());
                loss = loss.add(tensors.times(parameter, slope).sum());
            }
            tensors.backward(loss);
            return null;
        });
        return optimiser.update(0, .01);
    }

    @Test
    void matricesThatMuonTakesMoveTheSameInAllDirections() {
        var parameters = parameters();
        step(new Optimiser(tensors, SETTINGS, first(2), parameters), parameters);
        float[] moved = floats(parameters, "first.weight");
        double length = 2 * .01 * .2 * Math.sqrt(2);
        assertEquals(1 - length, moved[0], .4 * length);
        assertEquals(4 - length, moved[3], .4 * length, "a hundred times as faint");
        assertArrayEquals(new float[] {2, 3}, new float[] {moved[1], moved[2]}, 1e-6f);
    }

    @Test
    void theOthersMoveAsWithAdamAlone() {
        var mixed = parameters();
        var plain = parameters();
        double norm = step(new Optimiser(tensors, SETTINGS, first(2), mixed), mixed);
        assertEquals(norm, step(new Optimiser(tensors, SETTINGS, plain), plain), 1e-3);
        for (String name : List.of("first.bias", "last.weight")) {
            assertArrayEquals(floats(plain, name), floats(mixed, name), name);
        }
    }

    @Test
    void averagesFollowAllParameters() {
        var parameters = parameters();
        var optimiser = new Optimiser(tensors, SETTINGS, first(1), parameters);
        step(optimiser, parameters);
        var averages = optimiser.averages();
        assertEquals(new ArrayList<>(parameters.keySet()), new ArrayList<>(averages.keySet()));
        float[] before = {1, 2, 3, 4};
        float[] after = floats(parameters, "first.weight");
        float[] average = floats(averages, "first.weight");
        for (int i = 0; i < 4; i++) {
            assertEquals(before[i] + .9 * (after[i] - before[i]), average[i], 1e-6);
        }
    }

    @Test
    void whatMuonTakesHasNoSecondMoment() {
        var state = new Optimiser(tensors, SETTINGS, first(1), parameters()).state();
        assertTrue(state.keySet().containsAll(List.of("weights/first.weight", "first/first.weight")));
        assertFalse(state.containsKey("second/first.weight"));
        assertTrue(state.containsKey("second/first.bias"), "a vector has no directions to even out");
        assertTrue(state.containsKey("second/last.weight"));
    }

    @Test
    void aGradientThatIsNotFiniteChangesNothing() {
        var parameters = parameters();
        var optimiser = new Optimiser(tensors, SETTINGS, first(1), parameters);
        var before = new LinkedHashMap<String, float[]>();
        optimiser.state().forEach((name, array) -> before.put(name, tensors.toFloats(array)));
        tensors.step(true, () -> {
            NDArray slope = tensors.of(new float[] {Float.POSITIVE_INFINITY, 0, 0, 0}, 2, 2);
            NDArray loss = tensors.times(Objects.requireNonNull(parameters.get("first.weight")), slope)
                    .sum();
            for (NDArray parameter : parameters.values()) {
                loss = loss.add(parameter.sum());
            }
            tensors.backward(loss);
            return null;
        });
        assertFalse(Double.isFinite(optimiser.update(0, .01)));
        optimiser
                .state()
                .forEach((name, array) ->
                        assertArrayEquals(Objects.requireNonNull(before.get(name)), tensors.toFloats(array), name));
    }

    @Test
    void momentumAndRateOutOfRangeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Optimiser.Muon(name -> true, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Optimiser.Muon(name -> true, .9, 0));
    }
}
