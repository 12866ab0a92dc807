package art.pinhua.training.trainer;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Predicate;

/// AdamW (Loshchilov and Hutter, arXiv 1711.05101) over named parameters, with clipping by the norm of the whole
/// gradient and, if wanted, Muon for the matrices among them and a moving average of the parameters.
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

    /// Which parameters take the steps of Muon (see [Tensors#muon]) instead.
    /// @param takes    by the parameter's name; those with less than two axes never do
    /// @param momentum share that the running mean of the gradients keeps each step
    /// @param rate     their learning rate, by that of the other parameters; their weights decay as much faster
    public record Muon(Predicate<String> takes, double momentum, double rate) {
        public static final Muon NOWHERE = new Muon(name -> false, 0, 1);

        public Muon {
            if (!(momentum >= 0 && momentum < 1 && rate > 0)) {
                throw new IllegalArgumentException("Muon out of range: %s %s".formatted(momentum, rate));
            }
        }

        private boolean takes(String name, NDArray parameter) {
            return parameter.getShape().dimension() > 1 && takes.test(name);
        }
    }

    /// The parameters of one rule, and what it remembers of each.
    private record Rule(
            List<NDArray> parameters, List<NDArray> firstMoments, List<NDArray> secondMoments, List<NDArray> steps) {
        Rule() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    private final Tensors tensors;
    private final Settings settings;
    private final Muon muon;
    private final SequencedMap<String, NDArray> parameters;
    private final SequencedMap<String, NDArray> averages = new LinkedHashMap<>();
    private final SequencedMap<String, NDArray> state = new LinkedHashMap<>();
    private final Rule adam = new Rule();
    private final Rule orthogonal = new Rule();

    /// @param parameters made trainable here, and changed in place by every step
    public Optimiser(Tensors tensors, Settings settings, SequencedMap<String, NDArray> parameters) {
        this(tensors, settings, Muon.NOWHERE, parameters);
    }

    /// @param parameters made trainable here, and changed in place by every step
    public Optimiser(Tensors tensors, Settings settings, Muon muon, SequencedMap<String, NDArray> parameters) {
        this.tensors = tensors;
        this.settings = settings;
        this.muon = muon;
        this.parameters = new LinkedHashMap<>(parameters);
        parameters.forEach(this::take);
    }

    private void take(String name, NDArray parameter) {
        tensors.trainable(parameter);
        state.put("weights/" + name, parameter);
        long[] shape = parameter.getShape().getShape();
        Rule rule = muon.takes(name, parameter) ? orthogonal : adam;
        rule.parameters().add(parameter);
        remember(rule.firstMoments(), "first/" + name, tensors.zeros(shape));
        if (rule == adam) {
            remember(rule.secondMoments(), "second/" + name, tensors.zeros(shape));
            remember(rule.steps(), "steps/" + name, tensors.scalar(0));
        }
        if (settings.averageDecay() > 0) {
            NDArray average = tensors.copy(parameter);
            averages.put(name, average);
            state.put("averages/" + name, average);
        }
    }

    private void remember(List<NDArray> where, String key, NDArray array) {
        where.add(array);
        state.put(key, array);
    }

    /// Applies the gradients that backward has gathered, then clears them.
    /// @param step counted from 0; the averages keep at most (1 + step) / (10 + step)
    /// @return norm of the whole gradient before clipping; when it is not finite nothing has been changed
    public double update(long step, double lr) {
        return tensors.step(false, () -> {
            List<NDArray> adamGradients = gradients(adam);
            List<NDArray> orthogonalGradients = gradients(orthogonal);
            var all = new ArrayList<>(adamGradients);
            all.addAll(orthogonalGradients);
            double norm = tensors.value(tensors.clip(all, settings.clip()));
            if (Double.isFinite(norm)) {
                if (!adamGradients.isEmpty()) {
                    tensors.adamw(
                            adam.parameters(),
                            adamGradients,
                            adam.firstMoments(),
                            adam.secondMoments(),
                            adam.steps(),
                            lr,
                            settings.beta1(),
                            settings.beta2(),
                            settings.epsilon(),
                            settings.weightDecay());
                }
                if (!orthogonalGradients.isEmpty()) {
                    tensors.muon(
                            orthogonal.parameters(),
                            orthogonalGradients,
                            orthogonal.firstMoments(),
                            lr * muon.rate(),
                            muon.momentum(),
                            settings.weightDecay());
                }
                average(step);
            }
            parameters.values().forEach(tensors::clearGradient);
            return norm;
        });
    }

    private List<NDArray> gradients(Rule rule) {
        return rule.parameters().stream().map(tensors::gradient).toList();
    }

    private void average(long step) {
        if (!averages.isEmpty()) {
            tensors.ema(
                    List.copyOf(averages.values()),
                    List.copyOf(parameters.values()),
                    Math.min(settings.averageDecay(), (1.0 + step) / (10 + step)));
        }
    }

    /// The averaged parameters by name; the parameters themselves when no average is kept.
    public SequencedMap<String, NDArray> averages() {
        return new LinkedHashMap<>(averages.isEmpty() ? parameters : averages);
    }

    /// Everything the next step depends on, by name: parameters, moments, step counts, averages.
    public SequencedMap<String, NDArray> state() {
        return new LinkedHashMap<>(state);
    }
}
