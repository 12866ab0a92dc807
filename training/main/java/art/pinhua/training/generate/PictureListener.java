package art.pinhua.training.generate;

import art.pinhua.training.io.Png;
import java.util.List;
import java.util.function.Supplier;

/// Watches pictures come into being. An exception thrown here ends the drawing and reaches its caller.
@FunctionalInterface
public interface PictureListener {
    PictureListener NONE = (step, steps, preview) -> {};

    /// @param step    steps done, 1 to `steps`
    /// @param preview one small picture per seed of what the model now believes; made when asked, during the call.
    ///                None when memory did not suffice for all seeds at once
    void stepped(int step, int steps, Supplier<List<Png.Pixels>> preview);
}
