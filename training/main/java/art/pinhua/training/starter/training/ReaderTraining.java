package art.pinhua.training.starter.training;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.data.EpochOrder;
import art.pinhua.training.data.RecordFile;
import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import art.pinhua.training.starter.atelier.Lesson;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.trainer.LearningRate;
import art.pinhua.training.trainer.Optimiser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.zip.CRC32;

/// Trains the learnt reader of 128 px pictures on drawings: cross entropy of each question plus the squared error of
/// the ratio, on pictures that are softened, tinted and moved anew at each visit.
public final class ReaderTraining {
    private static final int CONVOLUTIONS = 5;

    private static final int KEPT_EVERY = 500;

    /// @param pictures number of drawings, taken again and again
    /// @param from     weights to begin with, as an earlier training wrote them; none for fresh ones
    public record Plan(long seed, int pictures, int steps, int batch, int threads, Optional<Path> from) {}

    private final Plan plan;
    private final Tensors tensors;
    private final Pictures pictures;
    private final Lesson lesson;
    private final SequencedMap<String, NDArray> weights = new LinkedHashMap<>();
    private final Optimiser optimiser;
    private final LearningRate rate;
    private final EpochOrder order;
    private final long firstVisit;
    private final Progress progress;

    private ReaderTraining(Plan plan, Tensors tensors, Pictures pictures, Lesson lesson, Progress progress)
            throws IOException {
        this.plan = plan;
        this.tensors = tensors;
        this.pictures = pictures;
        this.lesson = lesson;
        this.progress = progress;
        List<long[]> shapes = Lesson.shapes();
        Optional<byte[]> kept = Optional.empty();
        if (plan.from().isPresent()) {
            kept = Optional.of(kept(plan.from().get(), shapes));
        }
        var halfs = kept.map(bytes -> ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        for (int i = 0; i < shapes.size(); i++) {
            var values = fresh(shapes.get(i), i);
            for (int j = 0; j < values.length && halfs.isPresent(); j++) {
                values[j] = Float.float16ToFloat(halfs.get().getShort());
            }
            weights.put("layer" + i, tensors.of(values, shapes.get(i)));
        }
        firstVisit = plan.pictures() * kept.map(ReaderTraining::digest).orElse(0L);
        optimiser = new Optimiser(tensors, new Optimiser.Settings(.9, .99, 1e-8, 1e-3, 1, .998), weights);
        rate = LearningRate.cosine(kept.isPresent() ? 1e-3 : 2e-3, 2e-5, 100, plan.steps());
        order = new EpochOrder(plan.seed(), plan.pictures());
    }

    private static byte[] kept(Path file, List<long[]> shapes) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("--from: there is no file " + file);
        }
        var halfs = Files.readAllBytes(file);
        int expected = shapes.stream().mapToInt(ReaderTraining::size).sum() * Short.BYTES;
        if (halfs.length != expected) {
            throw new IllegalArgumentException(
                    "--from: %s has %d bytes instead of %d".formatted(file, halfs.length, expected));
        }
        return halfs;
    }

    /// A training that goes on shall not see the same order and disturbances again.
    private static long digest(byte[] halfs) {
        var digest = new CRC32();
        digest.update(halfs);
        return digest.getValue();
    }

    private static int size(long[] shape) {
        int size = 1;
        for (long length : shape) {
            size *= Math.toIntExact(length);
        }
        return size;
    }

    private float[] fresh(long[] shape, int layer) {
        int size = size(shape);
        var values = new float[size];
        if (shape.length > 1) {
            Counter.gaussians(plan.seed(), Stream.INIT, layer, values);
            double deviation = 1.7 / StrictMath.sqrt(size / (double) shape[0]);
            for (int i = 0; i < size; i++) {
                values[i] *= (float) deviation;
            }
        }
        return values;
    }

    /// Writes the weights as half floats into `out`; drawings, progress and the weights so far are kept in `folder`.
    public static void run(Path folder, Path out, Plan plan) throws IOException {
        Files.createDirectories(folder);
        var lesson = new Lesson(plan.seed());
        try (var file = drawn(folder, plan, lesson);
                var tensors = Tensors.cpu(plan.threads())) {
            var pictures = new Pictures(file, Lesson.SIDE, plan.pictures());
            var progress = new Progress(folder, "reader", plan.steps(), plan.batch());
            var training = new ReaderTraining(plan, tensors, pictures, lesson, progress);
            Files.write(out, training.train(folder.resolve("reader.f16")));
        }
    }

    /// Goes on with the drawings that are there from before, or draws them anew where another seed or
    /// version drew them: the answers are those of this lesson.
    private static RecordFile drawn(Path folder, Plan plan, Lesson lesson) throws IOException {
        Path file = folder.resolve("lesson.bin");
        int bytes = Pictures.recordBytes(Lesson.SIDE);
        int pictures = plan.pictures();
        var progress = new Progress(folder, "lesson", pictures, 1);
        if (!RecordFile.agrees(file, bytes, pictures, i -> lesson.picture(i).rgb())) {
            progress.say("lesson.bin was drawn by another seed or version: drawn anew, because answers must fit");
            Files.delete(file);
        }
        return RecordFile.filled(file, bytes, pictures, i -> {
            progress.passing(i, 2000);
            return lesson.picture(i).rgb();
        });
    }

    private byte[] train(Path soFar) throws IOException {
        double recent = Double.NaN;
        for (int step = 0; step < plan.steps(); step++) {
            progress.stepping(step);
            double loss = step(step);
            optimiser.update(step, rate.at(step));
            recent = Double.isNaN(recent) ? loss : .97 * recent + .03 * loss;
            if ((step + 1) % 100 == 0) {
                progress.report(step + 1, "loss %.4f".formatted(recent));
            }
            if ((step + 1) % KEPT_EVERY == 0) {
                var unfinished = soFar.resolveSibling("reader.unfinished");
                Files.write(unfinished, halfs());
                Files.move(unfinished, soFar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return halfs();
    }

    private double step(int step) {
        int size = 3 * Lesson.SIDE * Lesson.SIDE;
        int outputs = Lesson.offsets()[Lesson.offsets().length - 1] + 1;
        var planes = new float[plan.batch() * size];
        var truth = new float[plan.batch() * outputs];
        for (int i = 0; i < plan.batch(); i++) {
            long position = firstVisit + (long) step * plan.batch() + i;
            int picture = order.at(position);
            pictures.read(picture, 0, 0, Lesson.SIDE, planes, i * size);
            boolean spoilt = lesson.spoil(planes, i * size, position);
            lesson.disturb(planes, i * size, position);
            System.arraycopy(lesson.answers(picture, spoilt), 0, truth, i * outputs, outputs);
        }
        return tensors.step(true, () -> {
            NDArray loss = loss(outputs(tensors.of(planes, plan.batch(), 3, Lesson.SIDE, Lesson.SIDE)), truth, outputs);
            tensors.backward(loss);
            return (double) tensors.value(loss);
        });
    }

    private NDArray outputs(NDArray pictures) {
        var parts = new ArrayList<>(weights.values());
        NDArray x = pictures;
        for (int i = 0; i < parts.size(); i += 2) {
            NDArray weight = parts.get(i);
            NDArray bias = parts.get(i + 1);
            if (i / 2 < CONVOLUTIONS) {
                x = tensors.conv2d(x, weight, bias, 2, i == 0 ? 2 : 1);
            } else {
                if (i / 2 == CONVOLUTIONS) {
                    x = x.reshape(plan.batch(), -1);
                }
                x = tensors.linear(x, weight, bias);
            }
            if (i + 2 < parts.size()) {
                x = tensors.silu(x);
            }
        }
        return x;
    }

    private NDArray loss(NDArray outputs, float[] truth, int width) {
        var ratio = new float[plan.batch()];
        var counts = new float[plan.batch()];
        for (int i = 0; i < plan.batch(); i++) {
            float encoded = truth[(i + 1) * width - 1];
            counts[i] = Float.isNaN(encoded) ? 0 : 1;
            ratio[i] = Float.isNaN(encoded) ? 0 : encoded;
            truth[(i + 1) * width - 1] = 0;
        }
        NDArray chosen = tensors.of(truth, plan.batch(), width);
        int[] offsets = Lesson.offsets();
        NDArray sum = tensors.scalar(0);
        for (int i = 0; i + 1 < offsets.length; i++) {
            String columns = ":, " + offsets[i] + ":" + offsets[i + 1];
            sum = sum.sub(
                    outputs.get(columns).logSoftmax(1).mul(chosen.get(columns)).sum());
        }
        NDArray error = outputs.get(":, " + (width - 1) + ":" + width)
                .reshape(plan.batch())
                .sub(tensors.of(ratio, plan.batch()))
                .mul(tensors.of(counts, plan.batch()));
        return tensors.mul(sum.add(tensors.mul(error.square().sum(), 4)), 1.0 / plan.batch());
    }

    private byte[] halfs() {
        var values = new ArrayList<float[]>();
        optimiser.averages().values().forEach(array -> values.add(tensors.toFloats(array)));
        var buffer = ByteBuffer.allocate(
                        values.stream().mapToInt(part -> part.length).sum() * Short.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (var part : values) {
            for (float value : part) {
                buffer.putShort(Float.floatToFloat16(value));
            }
        }
        return buffer.array();
    }
}
