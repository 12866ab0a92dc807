package art.pinhua.training.trainer;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// AdamW (Loshchilov and Hutter, arXiv 1711.05101) over named parameters, with clipping by the norm of the whole
/// gradient and, if wanted, a moving average of the parameters.
///
/// The arrays live until the engine is closed. All of them together are the state that a checkpoint holds.
public final class Optimiser {
    /// @param clip         largest norm of the whole gradient
    /// @param averageDecay share that the moving average keeps each step, 0 for none; less in the first steps, see
    ///                     [#update]
    public record Settings(
            double beta1, double beta2, double epsilon, double weightDecay, double clip, double averageDecay) {
        public Settings {
            if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0 && weightDecay >= 0 && clip > 0)) {
                throw new IllegalArgumentException(
                        "Settings out of range: %s %s %s %s %s".formatted(beta1, beta2, epsilon, weightDecay, clip));
            }
            if (!(averageDecay >= 0 && averageDecay < 1)) {
                throw new IllegalArgumentException("averageDecay must be in [0, 1), was " + averageDecay);
            }
        }
    }

    private final Tensors tensors;
    private final Settings settings;
    private final List<String> names;
    private final List<NDArray> parameters;
    private final List<NDArray> firstMoments = new ArrayList<>();
    private final List<NDArray> secondMoments = new ArrayList<>();
    private final List<NDArray> steps = new ArrayList<>();
    private final List<NDArray> averages = new ArrayList<>();

    /// @param parameters made trainable here, and changed in place by every step
    public Optimiser(Tensors tensors, Settings settings, SequencedMap<String, NDArray> parameters) {
        this.tensors = tensors;
        this.settings = settings;
        this.names = List.copyOf(parameters.sequencedKeySet());
        this.parameters = List.copyOf(parameters.sequencedValues());
        for (NDArray parameter : this.parameters) {
            tensors.trainable(parameter);
            long[] shape = parameter.getShape().getShape();
            firstMoments.add(tensors.zeros(shape));
            secondMoments.add(tensors.zeros(shape));
            steps.add(tensors.scalar(0));
            if (settings.averageDecay() > 0) {
                averages.add(tensors.copy(parameter));
            }
        }
    }

    /// Applies the gradients that backward has gathered, then clears them.
    /// @param step counted from 0; the averages keep at most (1 + step) / (10 + step)
    /// @return norm of the whole gradient before clipping; when it is not finite nothing has been changed
    public double update(long step, double lr) {
        return tensors.step(false, () -> {
            List<NDArray> gradients = parameters.stream().map(tensors::gradient).toList();
            double norm = tensors.value(tensors.clip(gradients, settings.clip()));
            if (Double.isFinite(norm)) {
                tensors.adamw(
                        parameters,
                        gradients,
                        firstMoments,
                        secondMoments,
                        steps,
                        lr,
                        settings.beta1(),
                        settings.beta2(),
                        settings.epsilon(),
                        settings.weightDecay());
                if (!averages.isEmpty()) {
                    tensors.ema(averages, parameters, Math.min(settings.averageDecay(), (1.0 + step) / (10 + step)));
                }
            }
            parameters.forEach(tensors::clearGradient);
            return norm;
        });
    }

    /// The averaged parameters by name; the parameters themselves when no average is kept.
    public SequencedMap<String, NDArray> averages() {
        var byName = new LinkedHashMap<String, NDArray>();
        List<NDArray> values = averages.isEmpty() ? parameters : averages;
        for (int i = 0; i < names.size(); i++) {
            byName.put(names.get(i), values.get(i));
        }
        return byName;
    }

    /// Everything the next step depends on, by name: parameters, both moments, step counts, averages.
    public SequencedMap<String, NDArray> state() {
        var state = new LinkedHashMap<String, NDArray>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            state.put("weights/" + name, parameters.get(i));
            state.put("first/" + name, firstMoments.get(i));
            state.put("second/" + name, secondMoments.get(i));
            state.put("steps/" + name, steps.get(i));
            if (!averages.isEmpty()) {
                state.put("averages/" + name, averages.get(i));
            }
        }
        return state;
    }
}
