package art.pinhua.training.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import art.pinhua.training.contract.NoiseKind;
import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import art.pinhua.training.random.TorchGenerator;
import art.pinhua.training.sampler.FreshNoise;
import art.pinhua.training.tensor.Tensors;
import java.util.List;

/// The noise of a batch of pictures: each picture's depends on its own seed alone, not on the batch it is drawn in.
final class PictureNoise implements FreshNoise {
    private final Tensors tensors;
    private final List<Long> seeds;
    private final List<TorchGenerator> generators; // none for counters

    PictureNoise(Tensors tensors, NoiseKind kind, List<Long> seeds) {
        this.tensors = tensors;
        this.seeds = seeds;
        generators = switch (kind) {
            case COUNTER -> List.of();
            case TORCH -> seeds.stream().map(TorchGenerator::new).toList();
        };
    }

    /// What a run starts from; drawn before any other. A picture to start from takes no numbers: it
    /// becomes its mean.
    NDArray first(Shape shape) {
        return gaussians(Stream.NOISE, 0, shape);
    }

    @Override
    public NDArray draw(int step, Shape shape) {
        return gaussians(Stream.FRESH, step, shape);
    }

    private NDArray gaussians(Stream stream, int step, Shape shape) {
        float[] one = new float[(int) (shape.size() / shape.get(0))];
        float[] all = new float[(int) shape.size()];
        for (int i = 0; i < seeds.size(); i++) {
            if (generators.isEmpty()) {
                Counter.gaussians(seeds.get(i), stream, step, one);
            } else {
                generators.get(i).gaussians(one);
            }
            System.arraycopy(one, 0, all, i * one.length, one.length);
        }
        return tensors.of(all, shape.getShape());
    }
}
