package art.pinhua.training.bench;

import art.pinhua.training.generate.Precision;
import art.pinhua.training.measure.ProcessMemory;
import art.pinhua.training.measure.Rounds;
import art.pinhua.training.tensor.Tensors;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Sampling and one training step of a model against Python diffusers and peft: same weights, same noise, same number
/// of threads, in turns. Before anything is timed both sides show that they compute the same.
public final class EngineBench {
    private static final int WARM_UPS = 2;

    /// @param rounds   of each thing measured
    /// @param steps    of the sampler
    /// @param guidance weight of the prompt
    /// @param bf16     whether sampling is measured in bf16 as well
    /// @param batches  pictures drawn at once, smallest first
    /// @param training whether a training step is measured
    public record Setting(
            String pipeline,
            int rounds,
            int threads,
            int steps,
            double guidance,
            boolean bf16,
            List<Integer> batches,
            boolean training) {}

    /// A thing that both sides can do.
    interface Work {
        String name();

        /// @return seconds
        double ours() throws IOException;

        JsonObject theirs();
    }

    private final Setting setting;
    private final Optional<PythonWorker> python;
    private final List<String> rows = new ArrayList<>();
    private final List<String> agreements = new ArrayList<>();
    private final List<String> memory = new ArrayList<>();
    private final AttachBench attaching;
    private String passes = "";

    private EngineBench(Setting setting, Optional<PythonWorker> python) {
        this.setting = setting;
        this.python = python;
        attaching = new AttachBench(setting);
    }

    /// @return Markdown
    public static String run(Setting setting) throws Exception {
        var python = PythonWorker.find(setting.threads());
        try {
            return new EngineBench(setting, python).measure();
        } finally {
            if (python.isPresent()) {
                python.get().close();
            }
        }
    }

    private String measure() throws Exception {
        String yardstick = "none: " + PythonWorker.advice();
        if (python.isPresent()) {
            yardstick = open(python.get(), Precision.FP32);
        }
        try (var tensors = Tensors.cpu(setting.threads())) {
            sample(tensors, Precision.FP32);
            rememberMemory("sampling");
            if (setting.training()) {
                train(tensors);
                rememberMemory("and after training");
            }
            if (setting.bf16()) {
                if (python.isPresent()) {
                    open(python.get(), Precision.BF16);
                }
                sample(tensors, Precision.BF16);
            }
            attaching.measure(tensors, Precision.FP32); // last, for it would count among the memory of sampling
            if (setting.bf16()) {
                attaching.measure(tensors, Precision.BF16);
            }
            passes = PassBench.run(tensors, setting);
        }
        return page(yardstick);
    }

    private void train(Tensors tensors) throws Exception {
        try (var training = new TrainingWork(tensors, setting)) {
            if (python.isPresent()) {
                agreements.add(training.compare(python.get()));
            }
            time(training);
        }
    }

    private void sample(Tensors tensors, Precision precision) throws Exception {
        try (var sampling = new SamplingWork(tensors, setting, precision)) {
            if (python.isPresent()) {
                agreements.addAll(
                        sampling.compare(python.get(), setting.batches().getLast()));
            }
            for (int batch : setting.batches()) {
                time(sampling.of(batch));
            }
            time(sampling.pass());
            time(sampling.decoding());
        }
    }

    /// @return versions of what Python computes with
    private String open(PythonWorker worker, Precision precision) throws IOException {
        var open = request("open");
        open.addProperty("model", setting.pipeline());
        open.addProperty("precision", precision.toString());
        return worker.ask(open).get("versions").getAsString();
    }

    private void time(Work work) throws Exception {
        for (int i = 0; i < WARM_UPS; i++) {
            work.ours();
            if (python.isPresent()) {
                python.get().ask(work.theirs());
            }
        }
        if (python.isPresent()) {
            var worker = python.get();
            var rounds = Rounds.alternate(
                    setting.rounds(),
                    round -> work.ours(),
                    round -> worker.ask(work.theirs()).get("seconds").getAsDouble());
            rows.add(rounds.row(work.name(), "%.3f"));
            return;
        }
        var seconds = new ArrayList<Double>();
        for (int round = 0; round < setting.rounds(); round++) {
            seconds.add(work.ours());
        }
        rows.add(String.format(Locale.ROOT, "| %s | %.3f | – | – |%n", work.name(), Rounds.median(seconds)));
    }

    private void rememberMemory(String when) throws IOException {
        long ours = ProcessMemory.of(ProcessHandle.current().pid()).peak();
        String theirs = python.isPresent()
                ? Long.toString(ProcessMemory.of(python.get().pid()).peak())
                : "–";
        memory.add("| %s | %d | %s |%n".formatted(when, ours, theirs));
    }

    private String page(String yardstick) {
        var page = new StringBuilder(String.format(
                Locale.ROOT,
                "Model `%s`, threads: %d, rounds: %d. Yardstick: %s.%n%n",
                setting.pipeline(),
                setting.threads(),
                setting.rounds(),
                yardstick));
        page.append(
                "| seconds, median | Pinhua | diffusers | Pinhua / diffusers (smallest–largest) |\n|---|---|---|---|\n");
        rows.forEach(page::append);
        page.append("\n| peak resident memory, MB, after | Pinhua | diffusers |\n|---|---|---|\n");
        memory.forEach(page::append);
        page.append('\n').append(attaching.table());
        page.append('\n').append(passes);
        if (!agreements.isEmpty()) {
            page.append("\nThe work is the same:\n\n");
            agreements.forEach(agreement -> page.append("- ").append(agreement).append('\n'));
        }
        return page.toString();
    }

    static JsonObject request(String what) {
        var request = new JsonObject();
        request.addProperty("do", what);
        return request;
    }
}
