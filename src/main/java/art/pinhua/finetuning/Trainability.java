package art.pinhua.finetuning;

import art.pinhua.platform.problem.ProblemException;
import art.pinhua.registry.ModelVersion;

/// Which model versions a run can start from, by what the registry knows: adapters are trained for the
/// denoiser of models with one text encoder. The trainer looks at the files themselves before it reads
/// any weights.
final class Trainability {
    /// Of the family with two text encoders.
    private static final String XL = "StableDiffusionXLPipeline";

    /// Begins the kinds of layers that an adapter changes outside of the denoiser, as the engine tells
    /// them.
    private static final String TEXT_ENCODER = "text_encoder";

    private Trainability() {}

    /// @throws ProblemException where no run can start from the version
    static void require(ModelVersion version) {
        var base = version.baseModel();
        if (base.pipelineClass().equals(XL)) {
            throw refusal("The base model " + base.name() + " has two text encoders.");
        }
        var parent = version.adapter();
        if (parent != null && parent.targetModules().stream().anyMatch(kind -> kind.startsWith(TEXT_ENCODER))) {
            throw refusal("The adapter " + parent.name() + " of the model version changes the text encoder.");
        }
    }

    private static ProblemException refusal(String why) {
        return new ProblemException(FinetuningProblem.NOT_TRAINABLE, why);
    }
}
