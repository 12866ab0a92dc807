package art.pinhua.registry;

import art.pinhua.platform.jobs.RunningJob;
import java.util.List;
import java.util.Map;

/// Looks into model files as the engine would, down to every tensor. The engine's side implements it.
public interface ModelInspector {
    /// A pipeline folder, or a checkpoint in one file.
    /// @param job is told how far the look is, and ends it when it is cancelled
    /// @return when the engine can draw with it; refuses with a problem that says what is wrong with it
    Pipeline pipeline(String path, RunningJob job) throws InterruptedException;

    /// An adapter file, against the pipeline it is meant for; refuses likewise.
    Adapter adapter(String file, String pipeline, RunningJob job) throws InterruptedException;

    /// The file of a learned word, against the pipeline it is meant for; refuses likewise.
    Word word(String file, String pipeline, RunningJob job) throws InterruptedException;

    /// @param pipelineClass as `model_index.json` names it
    /// @param width         native size of its images, pixels
    record Pipeline(String pipelineClass, long parameters, int width, int height) {}

    /// @param targetModules kinds of layers it changes
    /// @param metadata      what the file says of itself
    record Adapter(int rank, double alpha, long parameters, List<String> targetModules, Map<String, String> metadata) {}

    /// @param tokens vectors that stand for it
    record Word(int tokens) {}
}
