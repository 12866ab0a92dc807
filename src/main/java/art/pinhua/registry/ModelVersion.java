package art.pinhua.registry;

import art.pinhua.platform.problem.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A base model with at most one adapter laid over it: what draws an image.
/// @param number   counts versions from 1
/// @param strength factor on the adapter's effect
public record ModelVersion(
        UUID id,
        int number,
        String name,
        BaseModel baseModel,
        @Nullable Adapter adapter,
        double strength,
        Instant createdAt) {

    /// Whether both draw pictures of one size; blind raters would know the versions by it.
    public boolean drawsInTheSizeOf(ModelVersion other) {
        return baseModel.width == other.baseModel.width && baseModel.height == other.baseModel.height;
    }

    /// @param digest SHA-256 over the digests of its files
    /// @param fileDigest of a checkpoint in one file its SHA-256; absent of earlier ones, where `digest` is that
    /// @param folder pipeline folder, as configured or as an absolute path
    /// @param width  native size of its images, pixels
    /// @param pipelineClass as `model_index.json` names it; empty if nobody noted it
    /// @param predictionType what its denoiser was taken to predict; empty if nobody noted it
    /// @param licence what was known of it when it came; likewise its origin
    /// @param usualSampling what it is drawn with now where a request says nothing else
    /// @param mostClipSkip layers at the end of its text encoders that can be left out; the most that a request may
    ///                     ask for where nobody looked
    public record BaseModel(
            UUID id,
            String name,
            String digest,
            @Nullable String fileDigest,
            String folder,
            int width,
            int height,
            long parameters,
            String pipelineClass,
            String predictionType,
            String licence,
            String origin,
            UsualSampling usualSampling,
            int mostClipSkip,
            Instant createdAt) {
        /// @param clipSkip layers at the end of the text encoders to leave out
        /// @throws ProblemException naming the field if that is more than can be
        public void requireClipSkip(int clipSkip) {
            if (clipSkip > mostClipSkip) {
                throw ProblemException.invalid("clipSkip", "must be at most " + mostClipSkip + " with this model");
            }
        }
    }

    /// @param sha256 of its file, which lies among the blobs
    public record Adapter(UUID id, String sha256, String name, int rank, double alpha, List<String> targetModules) {}
}
