package art.pinhua.training.bench;

import art.pinhua.training.contract.ComputeDevice;
import art.pinhua.training.generate.OpenDevice;
import art.pinhua.training.generate.Precision;
import art.pinhua.training.measure.ProcessMemory;
import art.pinhua.training.measure.Rounds;
import art.pinhua.training.tensor.CudaDriver;
import art.pinhua.training.tensor.Tensors;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// Sampling and one training step of a model against Python diffusers and peft: same weights, same
/// noise, same number of threads or the same GPU, in turns. Before anything is timed both sides show
/// that they compute the same.
public final class EngineBench {
    private static final int WARM_UPS = 2;

    /// @param rounds     of each thing measured
    /// @param steps      of the sampler
    /// @param guidance   weight of the prompt
    /// @param precisions of sampling, one after the other
    /// @param batches    pictures drawn at once, smallest first
    /// @param small      whether the model is of the starter's size
    public record Setting(
            String pipeline,
            ComputeDevice device,
            int rounds,
            int threads,
            int steps,
            double guidance,
            List<Precision> precisions,
            List<Integer> batches,
            boolean small) {
        public Setting {
            precisions = List.copyOf(precisions);
            batches = List.copyOf(batches);
        }

        /// Whether a training step is measured: what is trained is small, and in fp32.
        boolean trains() {
            return small && precisions.contains(Precision.FP32);
        }

        /// Pictures that both sides draw to show that they compute the same.
        int compared() {
            return small ? batches.getLast() : batches.getFirst();
        }

        /// Batches of guided steps: on a processor, what one picture takes says enough.
        List<Integer> passed() {
            return device.cuda() ? batches : List.of(1);
        }

        /// Batches that are decoded in one piece: of large pictures, only the smallest.
        List<Integer> decoded() {
            return small ? batches : batches.subList(0, 1);
        }
    }

    /// A thing that both sides can do.
    interface Work {
        String name();

        /// @return seconds
        double ours() throws IOException;

        JsonObject theirs();
    }

    private final Setting setting;
    private final Optional<PythonWorker> python;
    private final DeviceMemory held;
    private final List<String> rows = new ArrayList<>();
    private final List<String> agreements = new ArrayList<>();
    private final List<String> memory = new ArrayList<>();
    private final AttachBench attaching;
    private String passes = "";

    private EngineBench(Setting setting, Optional<PythonWorker> python, DeviceMemory held) {
        this.setting = setting;
        this.python = python;
        this.held = held;
        attaching = new AttachBench(setting);
    }

    /// @return Markdown
    public static String run(Setting setting) throws Exception {
        var held = new DeviceMemory(setting.device());
        var python = PythonWorker.find(setting.device(), setting.threads(), held);
        try {
            return new EngineBench(setting, python, held).measure();
        } finally {
            if (python.isPresent()) {
                python.get().close();
            }
        }
    }

    private String measure() throws Exception {
        String yardstick = "none: " + PythonWorker.advice();
        String onDevice;
        try (var tensors = OpenDevice.of(setting.device(), setting.threads())) {
            held.begin();
            for (Precision precision : setting.precisions()) {
                if (python.isPresent()) {
                    yardstick = open(python.get(), precision);
                }
                sample(tensors, precision);
                if (precision == setting.precisions().getFirst()) {
                    rememberMemory("sampling");
                }
                if (precision == Precision.FP32 && setting.trains()) {
                    train(tensors);
                    rememberMemory("and after training");
                }
            }
            onDevice = deviceMemory();
            // late, for it would count among the memory of sampling
            for (Precision precision : setting.precisions()) {
                attaching.measure(tensors, precision);
            }
            passes = PassBench.run(tensors, setting);
        }
        return page(yardstick, onDevice);
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
                agreements.addAll(sampling.compare(python.get(), setting.compared()));
            }
            for (int batch : setting.batches()) {
                time(sampling.of(batch));
            }
            for (int batch : setting.passed()) {
                time(sampling.pass(batch));
            }
            time(sampling.decoding());
        }
    }

    /// @return versions of what Python computes with
    private String open(PythonWorker worker, Precision precision) throws IOException {
        var open = request("open");
        open.addProperty("model", setting.pipeline());
        open.addProperty("precision", precision.toString());
        open.addProperty("slicing", setting.device().cuda() && !setting.small());
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
            rows.add(rounds.row(work.name(), pattern()));
            return;
        }
        var seconds = new ArrayList<Double>();
        for (int round = 0; round < setting.rounds(); round++) {
            seconds.add(work.ours());
        }
        rows.add(String.format(
                Locale.ROOT, "| %s | " + pattern() + " | – | – |%n", work.name(), Rounds.median(seconds)));
    }

    /// Of seconds, which are fewer on a GPU.
    private String pattern() {
        return setting.device().cuda() ? "%.4f" : "%.3f";
    }

    private void rememberMemory(String when) throws IOException {
        long ours = ProcessMemory.of(ProcessHandle.current().pid()).peak();
        String theirs = python.isPresent()
                ? Long.toString(ProcessMemory.of(python.get().pid()).peak())
                : "–";
        memory.add("| %s | %d | %s |%n".formatted(when, ours, theirs));
    }

    /// Nothing on a processor.
    private String deviceMemory() throws IOException {
        if (!setting.device().cuda()) {
            return "";
        }
        if (python.isEmpty()) {
            return DeviceTable.of(held.ours(), OptionalLong.empty(), OptionalLong.empty());
        }
        JsonObject told = python.get().ask(request("memory"));
        long inTensors = told.get("allocated").getAsLong();
        return DeviceTable.of(held.ours(), held.theirs(), OptionalLong.of(inTensors));
    }

    private String page(String yardstick, String onDevice) {
        List<CudaDriver.Gpu> gpus = setting.device().cuda() ? CudaDriver.gpus() : List.of();
        var page = new StringBuilder(String.format(
                Locale.ROOT,
                "%s, threads: %d, rounds: %d. Yardstick: %s.%n%n",
                DeviceTable.subject(setting, gpus),
                setting.threads(),
                setting.rounds(),
                yardstick));
        page.append(
                "| seconds, median | Pinhua | diffusers | Pinhua / diffusers (smallest–largest) |\n|---|---|---|---|\n");
        rows.forEach(page::append);
        page.append("\n| peak resident memory, MB, after | Pinhua | diffusers |\n|---|---|---|\n");
        memory.forEach(page::append);
        page.append(onDevice);
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
