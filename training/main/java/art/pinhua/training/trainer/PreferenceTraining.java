package art.pinhua.training.trainer;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.contract.EarlyStop;
import art.pinhua.training.contract.RunConfig;
import art.pinhua.training.contract.RunConfig.ObjectiveKind;
import art.pinhua.training.data.EpochOrder;
import art.pinhua.training.data.NoisyBatch;
import art.pinhua.training.model.UNet;
import art.pinhua.training.noise.ScheduleConfig;
import art.pinhua.training.objective.AutoBeta;
import art.pinhua.training.objective.Denoising;
import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import art.pinhua.training.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Trains an adapter on preference groups. All pictures of a group share noise, timestep and caption, so
/// that only the picture differs; the reference is the same denoiser without the adapter and never moves.
final class PreferenceTraining implements Trainee {
    /// Of the denoising loss alone. A preference is one under its prompt: taught to the empty prompt as well, it moves
    /// what guidance pushes away from, and so takes back a part of itself.
    private static final double CAPTION_DROPOUT = .1;

    private static final double MIN_SNR_GAMMA = 5;
    private static final String WEIGHED = "groupsWeighed";

    /// Layers of the text encoder that prompts are read without, among [#numbers]; checkpoints of runs
    /// that began before any were left out do not say.
    static final String CLIP_SKIP = "clipSkip";

    private static final String BAD_START =
            "before anything was learned, so the base model's or parent adapter's weights or beta are not usable";
    private static final String BAD_COURSE = "try a lower learning rate";

    /// The denoiser in training and the one it is measured against.
    record Pair(UNet trained, UNet reference) {}

    /// What a step found out.
    /// @param margin      mean of u_winner − u_loser over decided pairs, nats
    /// @param winnerError mean error on the preferred pictures
    /// @param loserError  mean error on the others
    /// @param referenceWinnerError the reference's error on the preferred pictures
    record Measured(
            double loss,
            double accuracy,
            double margin,
            double winnerError,
            double loserError,
            double referenceWinnerError,
            double gradNorm,
            double lr,
            double beta,
            double lambda,
            int images) {}

    /// Hears of every step.
    interface Listener {
        void stepped(long done, Measured measured);

        void saved(long done, String file);

        /// Between the passes of a step; what it throws ends the step.
        /// @param total pictures that the step sends through the denoiser, of which `done` have been
        void computed(long step, int done, int total);
    }

    private final Tensors tensors;
    private final RunConfig config;
    private final List<StudyGroup> groups;
    private final StudyMaterial material;
    private final ScheduleConfig schedule;
    private final UNet.Replayed trained;
    private final UNet.Replayed reference;
    private final Optimiser optimiser;
    private final LearningRate rate;
    private final Denoising denoising;
    private final GroupStep groupStep;
    private final AutoBeta autoBeta;
    private final StopGuards guards;
    private final EpochOrder order;
    private final Listener listener;
    private final long placesAtOnce;

    /// Whether groups count by their weights in denoising losses and in what holds an adapter, as they
    /// do in preferences. A run that began before they did goes on as it began.
    private boolean weighed = true;

    private Measured last = new Measured(0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0);

    /// @param placesAtOnce as [BatchPart#PLACES_AT_ONCE]
    PreferenceTraining(
            Tensors tensors,
            RunConfig config,
            List<StudyGroup> groups,
            StudyMaterial material,
            ScheduleConfig schedule,
            Pair networks,
            Optimiser optimiser,
            Listener listener,
            long placesAtOnce) {
        this.tensors = tensors;
        this.config = config;
        this.groups = groups;
        this.material = material;
        this.schedule = schedule;
        this.trained = networks.trained().replayed();
        this.reference = networks.reference().replayed();
        this.optimiser = optimiser;
        this.guards = new StopGuards(config.stopRulesOrUsual());
        this.listener = listener;
        this.placesAtOnce = placesAtOnce;
        this.rate = LearningRate.constant(
                config.optimiser().lr(), config.optimiser().warmup());
        this.denoising = Denoising.minSnr(tensors, schedule.schedule(), schedule.prediction(), MIN_SNR_GAMMA);
        this.groupStep = new GroupStep(
                tensors,
                denoising,
                config.objective().sdpoMu(),
                config.objective().anchor());
        this.autoBeta = new AutoBeta(material.elements());
        this.order = new EpochOrder(config.seed(), groups.size());
    }

    /// What a step learns from; a function of the step.
    /// @param images  one group after the other
    /// @param prompts one per image, with its group's dropout
    /// @param parts   of the images, in which they go through the denoiser
    record Lesson(
            List<StudyGroup> groups,
            List<String> images,
            List<String> prompts,
            NoisyBatch noisy,
            List<BatchPart> parts) {}

    Lesson lesson(long step) {
        List<StudyGroup> batch = batch(step);
        boolean preference = config.objective().kind() == ObjectiveKind.PL_DPO;
        var images = new ArrayList<String>();
        var prompts = new ArrayList<String>();
        var sizes = new int[batch.size()];
        for (int g = 0; g < sizes.length; g++) {
            StudyGroup group = batch.get(g);
            List<String> members =
                    preference ? group.images() : List.of(group.images().get(group.best()));
            sizes[g] = members.size();
            images.addAll(members);
            boolean dropped = !preference && Counter.unit(config.seed(), Stream.CAPTION, step, g) < CAPTION_DROPOUT;
            members.forEach(member -> prompts.add(dropped ? "" : group.prompt()));
        }
        NoisyBatch noisy = NoisyBatch.grouped(
                schedule.schedule(), schedule.prediction(), config.seed(), step, sizes, material.latents(images));
        return new Lesson(batch, images, prompts, noisy, parts(sizes));
    }

    private List<BatchPart> parts(int[] sizes) {
        return BatchPart.of(sizes, material.places(), placesAtOnce);
    }

    @Override
    public void step(long step) {
        Lesson lesson = lesson(step);
        Measured measured = learn(step, lesson);
        double lr = rate.at(step);
        double norm = optimiser.update(step, lr);
        if (!Double.isFinite(measured.loss()) || !Double.isFinite(norm)) {
            throw new TrainingException("The loss became %s and its gradient %s at step %d: %s"
                    .formatted(measured.loss(), norm, step, step == 0 ? BAD_START : BAD_COURSE));
        }
        last = new Measured(
                measured.loss(),
                measured.accuracy(),
                measured.margin(),
                measured.winnerError(),
                measured.loserError(),
                measured.referenceWinnerError(),
                norm,
                lr,
                measured.beta(),
                measured.lambda(),
                lesson.images().size());
        guards.stepped(last);
    }

    /// What the last step found out.
    Measured last() {
        return last;
    }

    private List<StudyGroup> batch(long step) {
        var batch = new ArrayList<StudyGroup>();
        for (int g = 0; g < config.batchGroups(); g++) {
            batch.add(groups.get(order.at(step * config.batchGroups() + g)));
        }
        return batch;
    }

    private float[] counts(List<StudyGroup> batch) {
        if (weighed) {
            return StudyGroup.counts(batch);
        }
        var alike = new float[batch.size()];
        Arrays.fill(alike, 1);
        return alike;
    }

    /// Backward included. A step that is ended in the middle leaves no trace but gradients.
    private Measured learn(long step, Lesson lesson) {
        double error = autoBeta.error();
        long seen = autoBeta.seen();
        try {
            return config.objective().kind() == ObjectiveKind.PL_DPO
                    ? learnPreferences(step, lesson)
                    : learnBest(step, lesson);
        } catch (StopRequest.Stopped asked) {
            autoBeta.restore(error, seen);
            throw asked;
        }
    }

    /// What the denoiser takes for a part of a lesson, with as many windows of text as the whole needs.
    private StudyMaterial.Input input(Lesson lesson, BatchPart part) {
        List<String> prompts = lesson.prompts().subList(part.firstRow(), part.endRow());
        return material.input(prompts, lesson.prompts(), lesson.noisy().of(part.rows()));
    }

    /// The denoising loss on preferred pictures alone.
    private Measured learnBest(long step, Lesson lesson) {
        float[] counts = counts(lesson.groups());
        int pictures = lesson.images().size();
        var course = new StepCourse(listener, step, pictures);
        double losses = 0;
        double means = 0;
        for (BatchPart part : lesson.parts()) {
            double share = (double) part.size() / pictures;
            int[] timesteps = lesson.noisy().of(part.rows()).timesteps();
            float[] counted = Arrays.copyOfRange(counts, part.firstGroup(), part.endGroup());
            double[] told = tensors.step(true, () -> {
                StudyMaterial.Input input = input(lesson, part);
                NDArray errors = tensors.squaredErrorPerSample(predict(trained, input), input.target());
                NDArray loss = denoising.loss(errors, timesteps, counted);
                tensors.backward(tensors.mul(loss, share));
                return new double[] {tensors.value(loss), tensors.value(errors.mean())};
            });
            losses += share * told[0];
            means += share * told[1];
            course.passed(part);
        }
        return new Measured(losses, 0, 0, means, 0, means, 0, 0, 0, 1, 0);
    }

    private Measured learnPreferences(long step, Lesson lesson) {
        boolean anchored = emptyAnchor() > 0;
        int pictures = lesson.images().size();
        var course = new StepCourse(
                listener, step, 2 * pictures + (anchored ? lesson.groups().size() : 0));
        double[] expected = errorsOfReference(lesson, course);
        double followed = autoBeta.following(Arrays.stream(expected).average().orElseThrow());
        Double wished = config.objective().beta();
        var tally = new PreferenceTally(lesson.groups(), wished == null ? followed : wished);
        float[] counts = counts(lesson.groups());
        for (BatchPart part : lesson.parts()) {
            double[] reference = Arrays.copyOfRange(expected, part.firstRow(), part.endRow());
            NoisyBatch noisy = lesson.noisy().of(part.rows());
            tensors.step(true, () -> {
                StudyMaterial.Input input = input(lesson, part);
                groupStep.learn(tally, part, counts, noisy, reference, predict(trained, input), input.target());
                return null;
            });
            course.passed(part);
        }
        if (anchored) {
            stayUnderTheEmptyPrompt(lesson, counts, tally.beta(), course);
        }
        return tally.measured();
    }

    /// Of all pictures, before any of them is learnt from: β follows their mean.
    private double[] errorsOfReference(Lesson lesson, StepCourse course) {
        var errors = new double[lesson.images().size()];
        for (BatchPart part : lesson.parts()) {
            float[] predicted = tensors.step(false, () -> tensors.toFloats(predict(reference, input(lesson, part))));
            float[] target = lesson.noisy().of(part.rows()).target();
            System.arraycopy(Errors.of(predicted, target, part.size()), 0, errors, part.firstRow(), part.size());
            course.passed(part);
        }
        return errors;
    }

    private double emptyAnchor() {
        Double wished = config.objective().emptyAnchor();
        return wished == null ? 0 : wished;
    }

    /// Guidance of weight g draws with g · conditional − (g − 1) · unconditional. An adapter that moves both
    /// alike where a prompt leaves its taste open moves the unconditional alone where a prompt states it, and
    /// so drives pictures to the opposite (decision 21). What it predicts under the empty prompt is therefore
    /// held where the reference has it, on the preferred picture of each group. Backward included.
    private void stayUnderTheEmptyPrompt(Lesson lesson, float[] counts, double beta, StepCourse course) {
        List<StudyGroup> batch = lesson.groups();
        var best = new int[batch.size()];
        int first = 0;
        for (int g = 0; g < best.length; g++) {
            best[g] = first + batch.get(g).best();
            first += batch.get(g).images().size();
        }
        var ones = new int[best.length];
        Arrays.fill(ones, 1);
        List<String> prompts = batch.stream().map(StudyGroup::prompt).toList();
        for (BatchPart part : parts(ones)) {
            double share = (double) part.size() / best.length;
            List<String> empty = Collections.nCopies(part.size(), "");
            NoisyBatch noisy = lesson.noisy().of(Arrays.copyOfRange(best, part.firstRow(), part.endRow()));
            float[] counted = Arrays.copyOfRange(counts, part.firstGroup(), part.endGroup());
            tensors.step(true, () -> {
                StudyMaterial.Input input = material.input(empty, prompts, noisy);
                NDArray still = tensors.withoutRecording(() -> predict(reference, input));
                NDArray distances = tensors.squaredErrorPerSample(predict(trained, input), still);
                NDArray held = distances.mul(tensors.of(counted, part.size())).mean();
                tensors.backward(tensors.mul(held, emptyAnchor() * beta / 2 * share));
                return null;
            });
            course.passed(part);
        }
    }

    private static NDArray predict(UNet.Replayed network, StudyMaterial.Input input) {
        return network.predict(input.noisy(), input.timesteps(), input.context(), null);
    }

    @Override
    public SequencedMap<String, NDArray> state() {
        return optimiser.state();
    }

    @Override
    public Map<String, String> numbers() {
        var numbers = new HashMap<String, String>();
        numbers.put("referenceError", Double.toString(autoBeta.error()));
        numbers.put("referenceErrorsSeen", Long.toString(autoBeta.seen()));
        numbers.put(WEIGHED, Boolean.toString(weighed));
        numbers.put(CLIP_SKIP, Integer.toString(material.clipSkip()));
        guards.save(numbers);
        return numbers;
    }

    @Override
    public void restore(Map<String, String> numbers) {
        autoBeta.restore(
                Double.parseDouble(numbers.getOrDefault("referenceError", "0")),
                Long.parseLong(numbers.getOrDefault("referenceErrorsSeen", "0")));
        weighed = Boolean.parseBoolean(numbers.getOrDefault(WEIGHED, "false"));
        guards.restore(numbers);
    }

    /// The stop rules; measurements that are made from outside go into them.
    StopGuards guards() {
        return guards;
    }

    @Override
    public Optional<String> reasonToStop() {
        return guards.reasonToStop().map(EarlyStop::message);
    }

    @Override
    public void after(long done) {
        listener.stepped(done, last);
    }

    @Override
    public void saved(long done, String file) {
        listener.saved(done, file);
    }
}
