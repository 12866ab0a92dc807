package art.pinhua.training.contract;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the engine says, one JSON line each. A generation ends with exactly one of `done`, `cancelled`, `failed`.
public sealed interface EngineAnswer {

    /// The first line: the engine takes requests.
    /// @param engine  name and version of the tensor engine
    /// @param threads threads one operator may use
    record Ready(String engine, String libtorch, int threads, String device) implements EngineAnswer {}

    /// A sign of life, said every few seconds for each request that is not finished: the process lives and
    /// has the request, though the next step may be far.
    record Working(String id) implements EngineAnswer {}

    /// @param step steps done so far
    record Progress(String id, int step, int steps) implements EngineAnswer {}

    /// A small PNG of how picture `index` looks after `step` steps.
    record Preview(String id, int index, int step, String file) implements EngineAnswer {}

    /// A finished PNG file without any embedded text.
    record Image(String id, int index, long seed, String file, String sha256, int width, int height)
            implements EngineAnswer {}

    /// @param promptTokensCut         tokens at the end of the prompt that the text encoder had no room for
    /// @param negativePromptTokensCut likewise
    /// @param unknownWords            of the prompt: the text encoder can make nothing of them
    record Done(String id, long millis, int promptTokensCut, int negativePromptTokensCut, List<String> unknownWords)
            implements EngineAnswer {}

    record Cancelled(String id) implements EngineAnswer {}

    /// @param id absent when the line could not be read far enough to find one
    record Failed(@Nullable String id, EngineFailure code, String message) implements EngineAnswer {}

    record Loaded(String id, long millis) implements EngineAnswer {}

    /// @param bytes of the weights that were freed
    record Unloaded(String id, long bytes) implements EngineAnswer {}

    /// A sound pipeline folder, or checkpoint in one file.
    /// @param pipelineClass  `_class_name` of model_index.json
    /// @param parts          class by part (`unet`, `vae`, …)
    /// @param parameters     parameter count by part
    /// @param parameterCount their sum
    /// @param width          native picture size, pixels
    /// @param latentChannels channels of the latents
    /// @param latentFactor   picture pixels per latent pixel
    /// @param maxTokens      text length with its two marks
    /// @param predictionType `epsilon`, `velocity`, or `velocity_zero_snr` where the schedule ends in pure noise
    /// @param sampling       how it is probably meant to be drawn with
    /// @param layersDigest   equal for pipelines that take the same adapters
    /// @param mostClipSkip   layers at the end of its text encoders that can be left out, at most those of
    ///                       the contract
    record Inspected(
            String id,
            String pipelineClass,
            Map<String, String> parts,
            Map<String, Long> parameters,
            long parameterCount,
            int width,
            int height,
            int latentChannels,
            int latentFactor,
            int maxTokens,
            String predictionType,
            SamplingSettings sampling,
            String layersDigest,
            int mostClipSkip)
            implements EngineAnswer {}

    /// An adapter file that fits its pipeline.
    /// @param modules       number of adapted layers
    /// @param rank          largest rank
    /// @param alpha         largest one
    /// @param targetModules kinds of layers, such as `to_q`; those of text encoders behind `text_encoder:`
    record AdapterInspected(
            String id,
            int modules,
            int rank,
            double alpha,
            List<String> targetModules,
            long parameterCount,
            Map<String, String> metadata)
            implements EngineAnswer {}

    /// A learned word that the text encoders of its pipeline can take.
    /// @param tokens vectors that stand for it, in the text encoder that has most of them
    /// @param widths of the vectors, by text encoder
    record WordInspected(String id, int tokens, List<Integer> widths) implements EngineAnswer {}

    /// @param residentBytes resident memory of the process, now
    /// @param arrays        native arrays held after the last request that was finished
    /// @param budget        bytes that the weights of all models may take together
    /// @param models        in memory then, most recently used last
    record Health(String id, long residentBytes, int arrays, long budget, List<Held> models) implements EngineAnswer {}

    /// A pipeline in memory.
    /// @param pipeline its folder, or checkpoint in one file
    /// @param bytes    of its weights, and of what adapters changed of them
    /// @param versions model versions of it: each has other adapters or words
    record Held(String pipeline, long bytes, int versions) {}

    /// What the engine could compute on, the processor first.
    /// @param threads threads one operator may use there
    record Devices(String id, int threads, List<Device> devices) implements EngineAnswer {}

    /// @param device as settings call it: `cpu`, `cuda:0`, …
    /// @param name   as its maker calls it
    /// @param memory bytes: of the machine or its container, or of the GPU
    /// @param fast   of fp32, bf16 and fp16 those that it has arithmetic for
    record Device(String device, String name, long memory, List<String> fast) {}

    /// A prompt as the first text encoder of a model gets it.
    /// @param tokens       all of them, without opening and closing
    /// @param limit        how many have room in every text encoder; those after them are cut
    /// @param cut          how many those are
    /// @param unknownWords the text encoder can make nothing of them
    record Encoded(String id, List<Token> tokens, int limit, int cut, List<String> unknownWords)
            implements EngineAnswer {}

    /// @param text   what it stands for; empty where the token before it says that already, as of the vectors of a
    ///               learned word
    /// @param weight by the brackets of the prompt; 1 without any
    /// @param known  whether the text encoder can make something of it
    /// @param inside whether it goes on with the word of the token before it
    record Token(String text, double weight, boolean known, boolean inside) {}
}
