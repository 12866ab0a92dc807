package art.pinhua.registry;

import art.pinhua.generation.TestPipeline;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.apache.commons.codec.digest.DigestUtils;

/// Base models for tests, which no engine looked at: one whose usual sampling may be set without a
/// trace in others.
@ApplicationScoped
public class TestModels {
    private final Registry registry;

    TestModels(Registry registry) {
        this.registry = registry;
    }

    /// One that is known to nobody.
    static ModelVersion.BaseModel lyingAt(String folder) {
        return new ModelVersion.BaseModel(
                new UUID(0, 2),
                "any",
                "",
                null,
                folder,
                64,
                64,
                1,
                "",
                "",
                "",
                "",
                UsualSampling.PLAIN,
                11,
                Instant.EPOCH);
    }

    public ModelVersion imported(String name, UsualSampling guess) {
        return imported(name, guess, 16);
    }

    /// @param side of its latents, a quarter of its pictures'
    public ModelVersion imported(String name, UsualSampling guess, int side) {
        return imported(name, "Test", guess, side);
    }

    /// One with two text encoders, as its index says.
    public ModelVersion xl(String name) {
        return imported(name, "StableDiffusionXLPipeline", UsualSampling.PLAIN, 16);
    }

    private ModelVersion imported(String name, String pipelineClass, UsualSampling guess, int side) {
        var folder = TestPipeline.write(Path.of("target", name).toAbsolutePath(), name, side);
        return registry.registerBaseModel(
                        name,
                        folder.toString(),
                        PipelineReading.of(folder),
                        guess,
                        new Registry.Provenance(pipelineClass, "", "", "test"))
                .version();
    }

    /// As if the engine had looked: models with the same word take the same adapters.
    public void layers(ModelVersion version, String word) {
        registry.noteLayers(version.baseModel().id(), DigestUtils.sha256Hex(word));
    }

    /// As if the engine had looked.
    public void textLayers(ModelVersion version, int mostClipSkip) {
        registry.noteTextLayers(version.baseModel().id(), mostClipSkip);
    }

    public void set(ModelVersion version, UsualSampling usual) {
        registry.setUsualSampling(version.baseModel().id(), usual);
    }
}
