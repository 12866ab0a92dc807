package art.pinhua.registry;

import art.pinhua.platform.jobs.RunningJob;
import art.pinhua.training.io.PeftAdapter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

    /// @param pipelineClass  as `model_index.json` names it
    /// @param width          native size of its images, pixels
    /// @param predictionType what its denoiser was taken to predict, in the engine's words
    /// @param sampling       how it is probably meant to be drawn with
    /// @param layersDigest   equal for models that take the same adapters
    /// @param mostClipSkip   layers at the end of its text encoders that can be left out
    record Pipeline(
            String pipelineClass,
            long parameters,
            int width,
            int height,
            String predictionType,
            UsualSampling sampling,
            String layersDigest,
            int mostClipSkip) {}

    /// @param targetModules kinds of layers it changes
    /// @param metadata      what the file says of itself
    record Adapter(int rank, double alpha, long parameters, List<String> targetModules, Map<String, String> metadata) {
        /// With a note of what its file was joined of, whatever the file itself says of that.
        /// @param files empty for a file that came as it is
        Adapter madeOf(String files) {
            var notes = new TreeMap<>(metadata);
            notes.remove(PeftAdapter.MADE_OF);
            if (!files.isEmpty()) {
                notes.put(PeftAdapter.MADE_OF, files);
            }
            return new Adapter(rank, alpha, parameters, targetModules, Map.copyOf(notes));
        }
    }

    /// @param tokens vectors that stand for it
    record Word(int tokens) {}
}
