package art.pinhua.training.trainer;

import art.pinhua.training.data.NoisyBatch;
import art.pinhua.training.model.UNet;
import art.pinhua.training.noise.ScheduleConfig;
import art.pinhua.training.objective.GroupPreference;
import art.pinhua.training.tensor.Tensors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Preferences of prompts that are never trained on, with a fixed bank of noise and timesteps: how often the adapter
/// prefers what people preferred. Random draws would drown the signal.
final class HeldOutBank {
    /// Networks evaluations one measurement may cost, roughly.
    private static final int EVALUATIONS = 1024;

    private static final int FEWEST_DRAWS = 2;
    private static final int MOST_DRAWS = 16;
    private static final int PICTURES_AT_ONCE = 32;

    /// Height times width of latents that go through the network at once, which bounds memory: of a
    /// picture of 512 pixels it is 4096, which takes a third of a gigabyte.
    private static final long PLACES_AT_ONCE = 1 << 15;

    private static final long OTHER_SEED = 0x48454C444F5554L; // the training's own draws must not be in the bank

    /// @param accuracy share of decided pairs with the right sign
    record Accuracy(double accuracy, int pairs) {}

    private final Tensors tensors;
    private final List<StudyGroup> groups;
    private final StudyMaterial material;
    private final ScheduleConfig schedule;
    private final long seed;
    private final int draws;
    private final List<double[]> reference;

    /// Computes the reference's errors, once.
    /// @param preparation hears of every evaluation
    HeldOutBank(
            Tensors tensors,
            List<StudyGroup> groups,
            StudyMaterial material,
            ScheduleConfig schedule,
            long seed,
            UNet reference,
            Preparation preparation) {
        this.tensors = tensors;
        this.groups = groups;
        this.material = material;
        this.schedule = schedule;
        this.seed = seed ^ OTHER_SEED;
        this.draws = draws(groups);
        this.reference = errors(reference, preparation);
    }

    /// Of pictures, in one measurement of these groups.
    static int evaluations(List<StudyGroup> groups) {
        return pictures(groups) * draws(groups);
    }

    private static int draws(List<StudyGroup> groups) {
        return Math.clamp(EVALUATIONS / Math.max(1, pictures(groups)), FEWEST_DRAWS, MOST_DRAWS);
    }

    private static int pictures(List<StudyGroup> groups) {
        return groups.stream().mapToInt(group -> group.images().size()).sum();
    }

    int evaluations() {
        return evaluations(groups);
    }

    int pairs() {
        return groups.stream().mapToInt(group -> group.pairs().size()).sum();
    }

    /// @param preparation hears of every evaluation
    Accuracy measure(UNet network, Preparation preparation) {
        List<double[]> trained = errors(network, preparation);
        int right = 0;
        for (int g = 0; g < groups.size(); g++) {
            for (GroupPreference.Pair pair : groups.get(g).pairs()) {
                double winner = reference.get(g)[pair.first()] - trained.get(g)[pair.first()];
                double loser = reference.get(g)[pair.second()] - trained.get(g)[pair.second()];
                right += winner > loser ? 1 : 0;
            }
        }
        return new Accuracy(pairs() == 0 ? 0 : (double) right / pairs(), pairs());
    }

    /// Mean error of each picture over the bank, by group.
    private List<double[]> errors(UNet network, Preparation preparation) {
        var errors = new ArrayList<double[]>();
        groups.forEach(group -> errors.add(new double[group.images().size()]));
        try (var replayed = network.replayed()) {
            add(replayed, errors, preparation);
        }
        return errors;
    }

    private void add(UNet.Replayed network, List<double[]> errors, Preparation preparation) {
        for (int first = 0; first < groups.size(); ) {
            int end = first;
            for (int pictures = 0; end < groups.size() && (end == first || pictures < PICTURES_AT_ONCE); end++) {
                pictures += groups.get(end).images().size();
            }
            for (int draw = 0; draw < draws; draw++) {
                add(network, first, end, draw, errors);
                preparation.did(pictures(groups.subList(first, end)));
            }
            first = end;
        }
    }

    private void add(UNet.Replayed network, int first, int end, int draw, List<double[]> errors) {
        List<StudyGroup> batch = groups.subList(first, end);
        var images = new ArrayList<String>();
        var prompts = new ArrayList<String>();
        var sizes = new int[batch.size()];
        for (int g = 0; g < sizes.length; g++) {
            sizes[g] = batch.get(g).images().size();
            images.addAll(batch.get(g).images());
            prompts.addAll(Collections.nCopies(sizes[g], batch.get(g).prompt()));
        }
        NoisyBatch noisy = NoisyBatch.grouped(
                schedule.schedule(),
                schedule.prediction(),
                seed,
                (long) first * MOST_DRAWS + draw,
                sizes,
                material.latents(images));
        int size = (int) material.elements();
        float[] predicted = inParts(
                images.size(),
                size,
                atOnce(material.shape(1)),
                rows -> tensors.step(false, () -> {
                    List<String> some = prompts.subList(rows[0], rows[0] + rows.length);
                    StudyMaterial.Input input = material.input(some, prompts, noisy.of(rows));
                    return tensors.toFloats(network.predict(input.noisy(), input.timesteps(), input.context(), null));
                }));
        double[] measured = Errors.of(predicted, noisy.target(), images.size());
        int picture = 0;
        for (int g = first; g < end; g++) {
            for (int i = 0; i < errors.get(g).length; i++, picture++) {
                errors.get(g)[i] += measured[picture] / draws;
            }
        }
    }

    /// @param shape of the latents of one picture, (1, C, H, W)
    static int atOnce(long... shape) {
        return Math.clamp(PLACES_AT_ONCE / (shape[2] * shape[3]), 1, Integer.MAX_VALUE);
    }

    /// What is computed of so many rows at once, one part after the other.
    /// @param size numbers that are computed of a row
    static float[] inParts(int rows, int size, int atOnce, Function<int[], float[]> part) {
        var whole = new float[rows * size];
        for (int from = 0; from < rows; from += atOnce) {
            int[] some = IntStream.range(from, Math.min(rows, from + atOnce)).toArray();
            System.arraycopy(part.apply(some), 0, whole, from * size, some.length * size);
        }
        return whole;
    }
}
