package art.pinhua.registry;

/// Reads a pipeline folder as the engine would, down to every weight. The engine's side implements it.
public interface PipelineInspector {
    /// Returns when the engine can draw with the folder; refuses with a problem that says what is wrong with it.
    void inspect(String folder);
}
