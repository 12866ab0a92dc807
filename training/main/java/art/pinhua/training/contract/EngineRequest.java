package art.pinhua.training.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the engine is asked, one JSON line each. `id` is the asker's and comes back in every answer.
/// Requests are served in the order they arrive, except `cancel`, `health`, `devices` and `encode`, which are seen
/// at once.
public sealed interface EngineRequest {

    /// Draws one picture per seed, all in one batch.
    /// @param negativePrompt what to keep away from; may be empty
    /// @param seeds          one per picture; the same seed gives the same picture
    /// @param steps          denoising steps, 1 to 1000
    /// @param guidance       weight of the prompt; up to 1 there is no guidance, and no negative prompt
    /// @param width          pixels
    /// @param height         pixels
    /// @param previewEvery   steps between previews, 0 for none
    /// @param folder         existing folder for the PNG files
    /// @param guidanceRescale share of the prediction that is brought back to the prompt's own contrast, 0 to 1
    /// @param noise          how seeds become noise
    /// @param start          a picture to start from; absent to start from noise alone
    /// @param clipSkip       layers at the end of the text encoder that are left out, 0 for none
    record Generate(
            String id,
            ModelSource model,
            String prompt,
            String negativePrompt,
            List<Long> seeds,
            int steps,
            double guidance,
            SamplerKind sampler,
            int width,
            int height,
            int previewEvery,
            String folder,
            double guidanceRescale,
            NoiseKind noise,
            @Nullable Start start,
            int clipSkip)
            implements EngineRequest {
        public Generate {
            Refuse.blank("id", id);
            seeds = List.copyOf(seeds);
            Refuse.unless(!seeds.isEmpty() && seeds.size() <= 64, "seeds", "a list of 1 to 64", seeds.size());
            int most = sampler.mostSteps();
            String rule = "1 to " + most + (most < 1000 ? " with " + sampler : "");
            Refuse.unless(steps >= 1 && steps <= most, "steps", rule, steps);
            Refuse.unless(guidance >= 0 && guidance <= 100, "guidance", "0 to 100", guidance);
            Refuse.unless(width >= 8 && width <= 4096, "width", "8 to 4096 pixels", width);
            Refuse.unless(height >= 8 && height <= 4096, "height", "8 to 4096 pixels", height);
            Refuse.unless(previewEvery >= 0, "previewEvery", "0 or more", previewEvery);
            Refuse.blank("folder", folder);
            Refuse.unless(guidanceRescale >= 0 && guidanceRescale <= 1, "guidanceRescale", "0 to 1", guidanceRescale);
            SamplingSettings.requireClipSkip(clipSkip);
        }

        /// From noise alone, with the guidance as it is.
        @SuppressWarnings("TooManyParameters")
        public Generate(
                String id,
                ModelSource model,
                String prompt,
                String negativePrompt,
                List<Long> seeds,
                int steps,
                double guidance,
                SamplerKind sampler,
                int width,
                int height,
                int previewEvery,
                String folder) {
            this(
                    id,
                    model,
                    prompt,
                    negativePrompt,
                    seeds,
                    steps,
                    guidance,
                    sampler,
                    width,
                    height,
                    previewEvery,
                    folder,
                    0,
                    NoiseKind.COUNTER,
                    null,
                    0);
        }
    }

    /// A picture to start from instead of noise alone.
    /// @param image    PNG file; scaled to the size that is drawn
    /// @param strength share of the steps that are done on top of it, above 0 to 1: how much may change
    /// @param mask     PNG file, white where to draw and black where the picture stays; absent to draw everywhere
    record Start(String image, double strength, @Nullable String mask) {
        public Start {
            Refuse.blank("image", image);
            Refuse.unless(strength > 0 && strength <= 1, "strength", "above 0 and at most 1", strength);
        }
    }

    /// Stops the request with this id, running or waiting: within one step, one part of decoding, or the weights of
    /// one network.
    record Cancel(String id) implements EngineRequest {}

    /// Reads a model version into memory ahead of its first use.
    record Load(String id, ModelSource model) implements EngineRequest {}

    /// Checks a pipeline folder: configuration, keys, shapes, digest.
    record Inspect(String id, String pipeline) implements EngineRequest {}

    /// Checks an adapter file against the pipeline it is meant for.
    record InspectAdapter(String id, String file, String pipeline) implements EngineRequest {}

    /// Checks the file of a learned word against the pipeline it is meant for.
    record InspectWord(String id, String file, String pipeline) implements EngineRequest {}

    /// Frees the memory of models; who asks for one again waits until it is read again.
    /// @param pipeline folder whose model versions go; absent for all of all
    record Unload(String id, @Nullable String pipeline) implements EngineRequest {
        public Unload {
            Refuse.unless(pipeline == null || !pipeline.isBlank(), "pipeline", "given or absent", "blank");
        }
    }

    /// Asks for memory figures; answered in the middle of a picture too.
    record Health(String id) implements EngineRequest {}

    /// Asks what the engine could compute on; answered in the middle of a picture too.
    record Devices(String id) implements EngineRequest {}

    /// Asks how a model reads a prompt, for which no weights are read; answered in the middle of a picture too.
    /// @param model  its adapters play no part
    /// @param prompt at most [#LONGEST] characters; may be empty
    record Encode(String id, ModelSource model, String prompt) implements EngineRequest {
        public static final int LONGEST = 2000;

        public Encode {
            Refuse.blank("id", id);
            Refuse.unless(prompt.length() <= LONGEST, "prompt", "at most " + LONGEST + " characters", prompt.length());
            Refuse.unless(prompt.indexOf('\0') < 0, "prompt", "without the character U+0000", "with one");
        }
    }

    /// Ends the process after the current step. The end of stdin means the same.
    record Shutdown() implements EngineRequest {}
}
