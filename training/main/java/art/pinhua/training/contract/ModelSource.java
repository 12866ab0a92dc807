package art.pinhua.training.contract;

import java.util.List;

/// The files that make a model version.
/// @param pipeline folder in diffusers layout
/// @param adapters adapter files laid over it; their effects add up, so an empty list is the base model
public record ModelSource(String pipeline, List<Adapter> adapters) {
    public ModelSource {
        Refuse.blank("pipeline", pipeline);
        adapters = List.copyOf(adapters);
    }

    /// @param file     kohya adapter file
    /// @param strength factor on the adapter's effect; 1 as trained, 0 none
    public record Adapter(String file, double strength) {
        public Adapter {
            Refuse.blank("file", file);
            Refuse.unless(Double.isFinite(strength), "strength", "finite", strength);
        }
    }
}
