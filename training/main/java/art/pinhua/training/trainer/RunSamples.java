package art.pinhua.training.trainer;

import art.pinhua.training.contract.NoiseKind;
import art.pinhua.training.contract.RunConfig;
import art.pinhua.training.contract.RunEvent;
import art.pinhua.training.contract.RunFiles;
import art.pinhua.training.contract.SamplingSettings;
import art.pinhua.training.generate.Networks;
import art.pinhua.training.generate.Painter;
import art.pinhua.training.generate.PictureListener;
import art.pinhua.training.generate.PictureRequest;
import art.pinhua.training.io.AtomicFile;
import art.pinhua.training.io.Png;
import art.pinhua.training.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Pictures of the run's sample prompts with their fixed seeds, beside those that were drawn before: the
/// two differ by what this run has taught alone.
final class RunSamples {
    private final Tensors tensors;
    private final Path folder;
    private final List<RunConfig.SamplePrompt> prompts;
    private final SamplingSettings sampling;

    RunSamples(Tensors tensors, Path folder, List<RunConfig.SamplePrompt> prompts, SamplingSettings sampling)
            throws IOException {
        this.tensors = tensors;
        this.folder = folder;
        this.prompts = prompts;
        this.sampling = sampling;
        Files.createDirectories(folder.resolve(RunFiles.SAMPLES));
    }

    /// Steps of samplers that it takes to draw all prompts.
    int steps() {
        return prompts.size() * sampling.steps();
    }

    /// Draws what the model that training starts from makes of the prompts, unless that is there
    /// already.
    /// @param before with the parent adapter, if there is one
    void drawBefore(Networks before, Preparation preparation) throws IOException {
        for (int i = 0; i < prompts.size(); i++) {
            if (!Files.exists(folder.resolve(baseFile(i)))) {
                draw(before, prompts.get(i), baseFile(i), preparation);
            }
        }
    }

    List<RunEvent> drawTrained(Networks trained, long step, Preparation preparation) throws IOException {
        var events = new ArrayList<RunEvent>();
        for (int i = 0; i < prompts.size(); i++) {
            RunConfig.SamplePrompt prompt = prompts.get(i);
            String file = "%s/step-%06d-%d.png".formatted(RunFiles.SAMPLES, step, i);
            draw(trained, prompt, file, preparation);
            events.add(
                    new RunEvent.Sample(Math.toIntExact(step), i, prompt.prompt(), prompt.seed(), file, baseFile(i)));
        }
        return events;
    }

    private static String baseFile(int index) {
        return "%s/base-%d.png".formatted(RunFiles.SAMPLES, index);
    }

    private void draw(Networks networks, RunConfig.SamplePrompt prompt, String file, Preparation preparation)
            throws IOException {
        int side = networks.nativeSize();
        var request = new PictureRequest(
                prompt.prompt(),
                sampling.negativePrompt(),
                List.of(prompt.seed()),
                sampling.steps(),
                sampling.guidance(),
                sampling.sampler(),
                side,
                side,
                sampling.guidanceRescale(),
                NoiseKind.COUNTER,
                null,
                sampling.clipSkip());
        try (var painter = new Painter(tensors, networks)) {
            PictureListener listener = (step, steps, preview) -> preparation.did(1);
            Png.Pixels picture = painter.draw(request, listener).pictures().getFirst();
            AtomicFile.write(folder.resolve(file), Png.encode(picture));
        }
    }
}
