package art.pinhua.training.bench;

import art.pinhua.training.contract.RunConfig;
import art.pinhua.training.measure.PracticeRun;
import art.pinhua.training.measure.TemporaryFolder;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.trainer.StepRehearsal;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/// One step of Diffusion-DPO on an adapter: forward pass of the reference and of the trained network, backward pass,
/// clipping, AdamW.
final class TrainingWork implements EngineBench.Work, AutoCloseable {
    private final TemporaryFolder folder;
    private final RunConfig config;
    private final StepRehearsal rehearsal;
    private long step;

    TrainingWork(Tensors tensors, EngineBench.Setting setting) throws IOException {
        folder = TemporaryFolder.make("pinhua-bench");
        config = PracticeRun.write(
                folder.path(), Path.of(setting.pipeline()), 2 * setting.rounds() + 10, setting.threads());
        rehearsal = new StepRehearsal(tensors, config);
    }

    @Override
    public String name() {
        return "one preference step, %d pairs, rank %d"
                .formatted(config.batchGroups(), config.lora().rank());
    }

    @Override
    public double ours() {
        long began = System.nanoTime();
        rehearsal.step(step++);
        return (System.nanoTime() - began) / 1e9;
    }

    @Override
    public JsonObject theirs() {
        return EngineBench.request("step");
    }

    /// Hands over weights and batch, lets both take the first step from there, and tells how far they are apart.
    String compare(PythonWorker python) throws IOException {
        Path adapter = folder.path().resolve("fresh.safetensors");
        rehearsal.writeAdapter(adapter);
        StepRehearsal.Batch batch = rehearsal.batch(step);
        var request = EngineBench.request("prepare");
        request.addProperty("adapter", adapter.toString());
        request.addProperty("rank", config.lora().rank());
        request.add("prompts", new Gson().toJsonTree(batch.prompts()));
        request.addProperty("clean", Floats.base64(batch.clean()));
        request.addProperty("noise", Floats.base64(batch.noise()));
        request.add("shape", Floats.json(batch.shape()));
        request.add(
                "timesteps",
                Floats.json(Arrays.stream(batch.timesteps()).asLongStream().toArray()));
        request.addProperty("beta", config.objective().beta());
        request.addProperty("lr", config.optimiser().lr());
        request.addProperty("weightDecay", config.optimiser().weightDecay());
        request.addProperty("clip", config.optimiser().clip());
        python.ask(request);

        StepRehearsal.Taken our = rehearsal.step(step++);
        JsonObject their = python.ask(theirs());
        return String.format(
                Locale.ROOT,
                "the first step has the loss %.6f against %.6f, the error on preferred pictures %.6f against %.6f, the"
                        + " gradient's norm %.4f against %.4f",
                our.loss(),
                their.get("loss").getAsDouble(),
                our.winnerError(),
                their.get("winnerError").getAsDouble(),
                our.gradNorm(),
                their.get("gradNorm").getAsDouble());
    }

    @Override
    public void close() throws IOException {
        rehearsal.close();
        folder.close();
    }
}
