package art.pinhua.training.sampler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/// Noise for samplers that add some on the way. Asked once a step that needs it, in order.
@FunctionalInterface
public interface FreshNoise {
    /// For runs of samplers that add none.
    FreshNoise NONE = (step, shape) -> {
        throw new IllegalStateException("This run was given no noise to add, asked for in step " + step);
    };

    /// @param step  of the schedule, from 0
    /// @param shape (B, C, H, W)
    /// @return standard normal, of that shape
    NDArray draw(int step, Shape shape);
}
