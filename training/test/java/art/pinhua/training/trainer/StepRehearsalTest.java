package art.pinhua.training.trainer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.training.contract.RunEvent;
import art.pinhua.training.contract.RunFiles;
import art.pinhua.training.noise.NoiseSchedule;
import art.pinhua.training.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepRehearsalTest {
    @TempDir
    Path parent;

    @Test
    void rehearsedStepsAreThoseOfTheRun() throws IOException {
        SmallRun run = SmallRun.in(parent, 2);
        LoraRun.run(run.folder(), new StopRequest());
        var steps = RunFiles.events(run.folder()).stream()
                .filter(RunEvent.Step.class::isInstance)
                .map(RunEvent.Step.class::cast)
                .toList();
        try (var tensors = Tensors.cpu(1);
                var rehearsal = new StepRehearsal(tensors, run.config(2))) {
            for (int step = 0; step < 2; step++) {
                StepRehearsal.Taken taken = rehearsal.step(step);
                assertEquals(steps.get(step).loss(), taken.loss());
                assertEquals(steps.get(step).gradNorm(), taken.gradNorm());
            }
        }
    }

    /// The fixtures' model predicts noise: the target of a step is the noise itself.
    @Test
    void batchHoldsTheNoiseThatTheStepAdds() throws IOException {
        SmallRun run = SmallRun.in(parent, 2);
        try (var tensors = Tensors.cpu(1);
                var rehearsal = new StepRehearsal(tensors, run.config(2))) {
            StepRehearsal.Batch batch = rehearsal.batch(1);
            var lesson = rehearsal.lesson(1);
            var schedule = NoiseSchedule.scaledLinear(.00085, .012, 1000);
            assertEquals(lesson.prompts(), batch.prompts());
            assertArrayEquals(lesson.noisy().target(), batch.noise());
            int size = batch.clean().length / batch.timesteps().length;
            for (int i = 0; i < batch.clean().length; i++) {
                int t = batch.timesteps()[i / size];
                double noisy = schedule.signal(t) * batch.clean()[i] + schedule.noise(t) * batch.noise()[i];
                assertEquals(noisy, lesson.noisy().noisy()[i], 1e-5);
            }
        }
    }
}
