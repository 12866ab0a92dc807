package art.pinhua.training;

import art.pinhua.training.bench.EngineBench;
import art.pinhua.training.contract.ComputeDevice;
import art.pinhua.training.contract.ShippedModel;
import art.pinhua.training.generate.OpenDevice;
import art.pinhua.training.generate.Precision;
import art.pinhua.training.measure.MeasuredPart;
import art.pinhua.training.measure.Options;
import art.pinhua.training.measure.Surrounding;
import art.pinhua.training.measure.TemporaryFolder;
import art.pinhua.training.starter.training.UntrainedPipeline;
import art.pinhua.training.tensor.CudaDriver;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// `./pinhua bench engine`: sampling and a training step against Python diffusers; with
/// `--precision bf16` sampling in bf16 besides. `--size sd15` and `--size sdxl` measure sampling at the
/// sizes of Stable Diffusion 1.5 and XL, with random weights; `--device cuda` all of it on a GPU, in fp16
/// unless `--precision` says otherwise, and then in that alone; `--batch 1,16` that many pictures at once.
/// With `--docs` the table also goes into the documentation.
public final class EngineBenchMain {
    private static final String STARTER = "starter";

    private EngineBenchMain() {}

    static void main(String[] arguments) throws Exception {
        try {
            run(options(arguments), arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("bench engine: " + e.getMessage());
            System.exit(2);
        }
    }

    static Options options(String... arguments) {
        return Options.parse(
                arguments,
                "model",
                "rounds",
                "threads",
                "steps",
                "guidance",
                "precision",
                "size",
                "device",
                "batch",
                "docs");
    }

    private static void run(Options options, String... arguments) throws Exception {
        EngineBench.Setting setting = setting(options, options.text("model", ShippedModel.STARTER));
        Optional<Path> page = options.text("docs").map(docs -> Path.of(docs, "performance.md"));
        String part = part(options);
        if (page.isPresent()) {
            MeasuredPart.require(page.get(), part);
        }
        if (setting.device().cuda()) { // refused now, and not after random weights are written
            requireGpu(setting.device(), CudaDriver.gpus());
            OpenDevice.of(setting.device(), setting.threads()).close();
        }
        var where = Surrounding.line("./pinhua bench engine", naming(options, arguments));
        String measured = where + (setting.small() ? EngineBench.run(setting) : large(options));
        System.out.print(measured);
        if (page.isPresent()) {
            MeasuredPart.write(page.get(), part, measured);
        }
    }

    /// The part of the page: tables of GPUs stand apart from those of processors, and those of one
    /// thread from others.
    static String part(Options options) {
        boolean cuda = device(options).cuda();
        return "measured: engine"
                + (cuda ? " on a GPU" : "")
                + (size(options).equals(STARTER) ? "" : " " + size(options))
                + (!cuda && options.count("threads", 2) == 1 ? ", one thread" : "");
    }

    /// The same command line, which goes on measuring that model when the shipped one is another.
    static String[] naming(Options options, String... arguments) {
        if (options.text("model").isPresent() || !size(options).equals(STARTER)) {
            return arguments;
        }
        return Stream.concat(Stream.of("--model", ShippedModel.STARTER), Stream.of(arguments))
                .toArray(String[]::new);
    }

    /// No checkpoint of that size is at hand: random weights take as long.
    private static String large(Options options) throws Exception {
        var size = size(options).equals("sdxl") ? UntrainedPipeline.Size.SDXL : UntrainedPipeline.Size.SD15;
        try (var folder = TemporaryFolder.make("pinhua-" + size(options))) {
            UntrainedPipeline.writeApart(folder.path(), size);
            return EngineBench.run(setting(options, folder.path().toString()))
                    .replace(folder.path().toString(), "random weights of " + size.model() + "'s sizes");
        }
    }

    static EngineBench.Setting setting(Options options, String model) {
        boolean small = size(options).equals(STARTER);
        ComputeDevice device = device(options);
        int largeSteps = device.cuda() ? 10 : 2;
        List<Integer> usualBatches = small ? List.of(1, 4) : List.of(1);
        return new EngineBench.Setting(
                model,
                device,
                options.count("rounds", small ? 9 : 3),
                options.count("threads", Runtime.getRuntime().availableProcessors()),
                options.count("steps", small ? 20 : largeSteps),
                options.number("guidance", 3),
                precisions(options, device),
                options.counts("batch", device.cuda() ? List.of(1, 16) : usualBatches),
                small);
    }

    private static String size(Options options) {
        return options.oneOf("size", STARTER, "sd15", "sdxl").orElse(STARTER);
    }

    private static ComputeDevice device(Options options) {
        try {
            return ComputeDevice.of(options.text("device", "cpu"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--" + e.getMessage(), e);
        }
    }

    /// On a processor fp32 is always measured, for comparison; a GPU's time is too dear for what nobody
    /// asked for.
    private static List<Precision> precisions(Options options, ComputeDevice device) {
        String usual = device.cuda() ? "fp16" : "fp32";
        var named =
                Precision.of(options.oneOf("precision", "fp32", "bf16", "fp16").orElse(usual));
        if (device.cuda() || named == Precision.FP32) {
            return List.of(named);
        }
        if (named == Precision.FP16) {
            throw new IllegalArgumentException("--precision fp16 is for GPUs, see --device");
        }
        return List.of(Precision.FP32, named);
    }

    /// @param gpus of the machine, none where no driver answers
    /// @throws IllegalArgumentException when the device is not among them
    static void requireGpu(ComputeDevice device, List<CudaDriver.Gpu> gpus) {
        if (gpus.isEmpty()) {
            throw new IllegalArgumentException("The device " + device + " is not there: no NVIDIA driver answers");
        }
        if (device.index() >= gpus.size()) {
            throw new IllegalArgumentException(
                    "The device %s is not there: the last GPU is cuda:%d".formatted(device, gpus.size() - 1));
        }
    }
}
