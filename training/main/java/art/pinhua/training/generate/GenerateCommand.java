package art.pinhua.training.generate;

import art.pinhua.training.contract.ComputeDevice;
import art.pinhua.training.contract.EngineFailure;
import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.contract.NoiseKind;
import art.pinhua.training.contract.PredictionKind;
import art.pinhua.training.contract.SamplerKind;
import art.pinhua.training.contract.SamplingSettings;
import art.pinhua.training.contract.ShippedModel;
import art.pinhua.training.io.AigcPacket;
import art.pinhua.training.io.AtomicFile;
import art.pinhua.training.io.Png;
import art.pinhua.training.io.PngTexts;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/// `./pinhua generate`: draws pictures into files and says how long it took.
public final class GenerateCommand {
    private static final String USAGE = """
        ./pinhua generate --prompt TEXT --out FILE.png|FOLDER [OPTION VALUE ...]
        Pictures are PNG files with a label that a model made them (producer: PINHUA_LABEL_PRODUCER).
        Files and folders count from the folder of the script, from wherever it is called.
        In a prompt, (word:1.4) weighs a word more, (word) 1.1, [word] less; \\( and \\) are brackets.
          --model PATH        pipeline folder in diffusers layout (default: the shipped one), or a
                              checkpoint in one file with a folder `tokenizer` beside it
          --prediction NAME   EPSILON, VELOCITY or VELOCITY_ZERO_SNR: what the model predicts, where its files do not
                              say it or say it wrongly (default: as they say)
          --negative TEXT     what to keep away from
          --word FILE[=WORD]  word learned elsewhere (textual inversion) and what the prompt calls it (default: the
                              file's name); may be given several times
          --lora FILE[:0.8]   adapter and its strength (default 1); may be given several times
          --seed N            first seed (default: by chance); further pictures take N+1, N+2 …
          --count N           pictures (default 1); more than one go into a folder, each as soon as it is drawn
          --batch N           of these drawn together (default 1 on the processor, 8 on a GPU): more take less time
                              each where they are small, more memory, and may differ in their last bits
          --steps N           denoising steps (default *)
          --guidance X        weight of the prompt (default *); up to 1 none, and --negative plays no part
          --sampler NAME      DPMPP_2M, DPMPP_2M_KARRAS, DDIM, PNDM, EULER, EULER_ANCESTRAL or LCM (default *)
          --rescale X         0 to 1: takes back contrast that guidance adds (default *)
                              * as the model's scheduler says it is meant; of the shipped one 20, 3, DPMPP_2M, 0
          --clip-skip N       layers at the end of the text encoder to leave out (default 0)
          --noise NAME        COUNTER (default), or TORCH for the noise PyTorch makes of a seed (with --start not as
                              diffusers, which draws a sample of the picture first)
          --start FILE        PNG to start from instead of noise alone
          --strength X        share of the steps done on top of it: how much may change (default 0.6)
          --mask FILE         PNG, white where to draw, black where the picture of --start stays
          --width N, --height N   pixels (default: as the picture of --start, or as the model was trained)
          --threads N         (default: the processors)
          --precision NAME    fp32 (default), or bf16: half the memory, faster on processors with bf16 products;
                              fp16 for GPUs
          --device NAME       cpu (default), cuda or cuda:N
        """;

    private static final int LARGEST_SIDE = 4096;

    /// With guidance a GPU then computes sixteen at once, which keeps it busy.
    private static final int AT_ONCE_ON_A_GPU = 8;

    private static final Set<String> NOT_WRITTEN =
            Set.of("webp", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "avif", "heic", "jxl");

    private String model = ShippedModel.STARTER;
    private @Nullable PredictionKind prediction;
    private String prompt = "";
    private String negative = "";
    private @Nullable Path out;
    private final List<ModelSource.Adapter> adapters = new ArrayList<>();
    private final List<ModelSource.Word> words = new ArrayList<>();
    private long seed = ThreadLocalRandom.current().nextLong(1L << 32);
    private int count = 1;
    private @Nullable Integer batch;
    private @Nullable Integer steps;
    private @Nullable Double guidance;
    private @Nullable SamplerKind sampler;
    private @Nullable Double rescale;
    private int clipSkip;
    private NoiseKind noise = NoiseKind.COUNTER;
    private @Nullable Path start;
    private double strength = 0.6;
    private @Nullable Path mask;
    private int width;
    private int height;
    private int threads = Runtime.getRuntime().availableProcessors();
    private Precision precision = Precision.FP32;
    private ComputeDevice device = ComputeDevice.CPU;

    private GenerateCommand() {}

    /// @param terminal whether the complaints go to a terminal, which is told each step
    /// @return the process's exit status: 0 done, 1 not possible, 2 not understood
    public static int run(String[] arguments, PrintStream result, PrintStream complaints, boolean terminal) {
        if (List.of(arguments).contains("--help")) {
            result.print(USAGE);
            return 0;
        }
        var command = new GenerateCommand();
        try {
            command.read(arguments);
        } catch (IllegalArgumentException e) {
            complaints.println(e.getMessage());
            complaints.print(USAGE);
            return 2;
        }
        var line = new StepLine(complaints, terminal);
        try {
            command.draw(result, line);
            return 0;
        } catch (IOException | RuntimeException e) {
            line.clear();
            complaints.println(Faults.code(e) + ": " + Faults.message(e, "--precision"));
            return 1;
        }
    }

    // ---- arguments

    private void read(String[] arguments) {
        for (int i = 0; i < arguments.length; i += 2) {
            String option = arguments[i];
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(option + " needs a value, or is not an option");
            }
            read(option, arguments[i + 1]);
        }
        require(!prompt.isBlank(), "--prompt is missing");
        require(out != null, "--out is missing");
        requireWritable(out);
        require(mask == null || start != null, "--mask needs --start");
        require(strength > 0, "--strength must be above 0");
        if (sampler != null && steps != null) {
            int most = sampler.mostSteps();
            require(steps <= most, "--steps must be at most " + most + " with " + sampler + ", was " + steps);
        }
    }

    private void read(String option, String value) {
        switch (option) {
            case "--model" -> model = value;
            case "--prediction" -> prediction = constant(option, value, PredictionKind.class);
            case "--prompt" -> prompt = value;
            case "--negative" -> negative = value;
            case "--out" -> out = Path.of(value);
            case "--lora" -> adapters.add(adapter(value));
            case "--word" -> words.add(word(value));
            case "--clip-skip" -> clipSkip = (int) whole(option, value, 0, 11);
            case "--seed" -> seed = whole(option, value, Long.MIN_VALUE, Long.MAX_VALUE);
            case "--count" -> count = (int) whole(option, value, 1, 64);
            case "--batch" -> batch = (int) whole(option, value, 1, 64);
            case "--steps" -> steps = (int) whole(option, value, 1, 1000);
            case "--guidance" -> guidance = decimal(option, value, 100);
            case "--sampler" -> sampler = constant(option, value, SamplerKind.class);
            case "--noise" -> noise = constant(option, value, NoiseKind.class);
            case "--rescale" -> rescale = decimal(option, value, 1);
            case "--start" -> start = Path.of(value);
            case "--strength" -> strength = decimal(option, value, 1);
            case "--mask" -> mask = Path.of(value);
            case "--width" -> width = (int) whole(option, value, 8, LARGEST_SIDE);
            case "--height" -> height = (int) whole(option, value, 8, LARGEST_SIDE);
            case "--precision" -> precision = Precision.of(value);
            case "--device" -> device = ComputeDevice.of(value);
            case "--threads" -> threads = (int) whole(option, value, 1, 1024);
            default -> throw new IllegalArgumentException("unknown option " + option);
        }
    }

    private void requireWritable(@Nullable Path target) {
        if (target != null && !Files.isDirectory(target)) {
            String suffix = suffix(target);
            require(
                    !NOT_WRITTEN.contains(suffix),
                    "--out must be a .png file or a folder, was '%s': .%s is not written".formatted(target, suffix));
            require(count == 1 || !suffix.equals("png"), "--out must be a folder for --count above 1");
        }
    }

    /// Without its dot, in small letters; empty where there is none.
    private static String suffix(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    /// `FILE` or `FILE:STRENGTH`; a colon that no number follows belongs to the name.
    private static ModelSource.Adapter adapter(String value) {
        int colon = value.lastIndexOf(':');
        if (colon > 0 && value.substring(colon + 1).matches("-?[0-9]*\\.?[0-9]+")) {
            return new ModelSource.Adapter(value.substring(0, colon), Double.parseDouble(value.substring(colon + 1)));
        }
        return new ModelSource.Adapter(value, 1);
    }

    /// `FILE` or `FILE=WORD`.
    private static ModelSource.Word word(String value) {
        int sign = value.lastIndexOf('=');
        if (sign > 0) {
            return new ModelSource.Word(value.substring(0, sign), value.substring(sign + 1));
        }
        Path name = Path.of(value).getFileName();
        return new ModelSource.Word(value, String.valueOf(name).replaceFirst("\\.[A-Za-z0-9]+$", ""));
    }

    private static <E extends Enum<E>> E constant(String option, String value, Class<E> kind) {
        try {
            return Enum.valueOf(kind, value.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            String names = EnumSet.allOf(kind).toString();
            throw new IllegalArgumentException(option + " must be one of " + names + ", was '" + value + "'", e);
        }
    }

    private static long whole(String option, String value, long min, long max) {
        try {
            long number = Long.parseLong(value);
            require(number >= min && number <= max, option + " must be " + min + " to " + max + ", was " + value);
            return number;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " must be a whole number, was '" + value + "'", e);
        }
    }

    private static double decimal(String option, String value, double most) {
        try {
            double number = Double.parseDouble(value);
            require(number >= 0 && number <= most, "%s must be 0 to %.0f, was %s".formatted(option, most, value));
            return number;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " must be a number, was '" + value + "'", e);
        }
    }

    private static void require(boolean holds, String complaint) {
        if (!holds) {
            throw new IllegalArgumentException(complaint);
        }
    }

    // ---- drawing

    private void draw(PrintStream result, StepLine line) throws IOException {
        Path target = out == null ? Path.of("") : out;
        boolean folder = Files.isDirectory(target) || !suffix(target).equals("png");
        var label = new AigcPacket(System.getenv().getOrDefault("PINHUA_LABEL_PRODUCER", "pinhua"));
        PictureRequest.Start from = start();
        Path parent = target.toAbsolutePath().getParent();
        Files.createDirectories(folder || parent == null ? target : parent);
        var output = new Output(target, folder, label, result);
        try (var tensors = OpenDevice.of(device, threads);
                var shelf = new ModelShelf(tensors, precision, prediction)) {
            Painter painter = shelf.painter(new ModelSource(model, adapters, words));
            Size size = size(painter.networks(), from);
            SamplingSettings settings = settings(SamplingGuess.of(painter.networks()));
            var request = new PictureRequest(
                    prompt,
                    settings.negativePrompt(),
                    LongStream.range(seed, seed + count).boxed().toList(),
                    settings.steps(),
                    settings.guidance(),
                    settings.sampler(),
                    size.width(),
                    size.height(),
                    settings.guidanceRescale(),
                    noise,
                    from,
                    settings.clipSkip());
            draw(painter, request, output, line);
        }
    }

    /// In small portions, so that each picture is written soon. On a processor they are of one unless more
    /// are asked for: a system that runs out of memory ends the process without a word, and one drawn alone
    /// has the same bytes whatever the count.
    private void draw(Painter painter, PictureRequest request, Output output, StepLine line) throws IOException {
        long nanos = 0;
        int atOnce = batch != null ? batch : device.cuda() ? AT_ONCE_ON_A_GPU : 1;
        int done = 0;
        Painter.Drawn drawn;
        do {
            List<Long> seeds = request.seeds().subList(done, Math.min(count, done + atOnce));
            long begin = System.nanoTime();
            drawn = painter.draw(request.withSeeds(seeds), line.listener(done, seeds.size(), count));
            nanos += System.nanoTime() - begin;
            line.clear();
            for (int i = 0; i < seeds.size(); i++) {
                output.write(seeds.get(i), drawn.pictures().get(i));
            }
            done += seeds.size();
            atOnce = Math.min(atOnce, drawn.atOnce());
        } while (done < count);
        report(output.result(), drawn, request.steps(), nanos / 1e9);
    }

    /// Where pictures go.
    /// @param folder whether the target is one
    /// @param result is told the name of each file
    private record Output(Path target, boolean folder, AigcPacket label, PrintStream result) {
        void write(long seed, Png.Pixels picture) throws IOException {
            Path file = folder ? target.resolve("seed-" + seed + ".png") : target;
            AtomicFile.write(file, labelled(Png.encode(picture), label));
            result.println(file);
            result.flush();
        }
    }

    /// What was said, and the model's own where nothing was; steps that were said count for whichever
    /// sampler it is.
    private SamplingSettings settings(SamplingSettings usual) {
        SamplerKind kind = Objects.requireNonNullElse(sampler, usual.sampler());
        return new SamplingSettings(
                Objects.requireNonNullElse(steps, Math.min(usual.steps(), kind.mostSteps())),
                Objects.requireNonNullElse(guidance, usual.guidance()),
                Objects.requireNonNullElse(rescale, usual.guidanceRescale()),
                kind,
                clipSkip,
                negative);
    }

    /// Pixels.
    private record Size(int width, int height) {}

    /// A side that was not asked for is that of the picture to start from, in proportion, or of the model's pictures.
    private Size size(Networks networks, PictureRequest.@Nullable Start from) {
        if (from == null) {
            int side = networks.nativeSize();
            return new Size(width == 0 ? side : width, height == 0 ? side : height);
        }
        Png.Pixels image = from.image();
        double scale = 1;
        if (width != 0) {
            scale = (double) width / image.width();
        } else if (height != 0) {
            scale = (double) height / image.height();
        }
        int factor = networks.autoencoder().config().factor();
        var size = new Size(
                width == 0 ? whole(scale * image.width(), factor) : width,
                height == 0 ? whole(scale * image.height(), factor) : height);
        if (Math.max(size.width(), size.height()) > LARGEST_SIDE) {
            throw new EngineFault(
                    EngineFailure.SIZE_UNSUPPORTED,
                    "The picture to start from is %d × %d: give --width and --height of at most %d"
                            .formatted(image.width(), image.height(), LARGEST_SIDE));
        }
        return size;
    }

    private static int whole(double side, int factor) {
        return Math.max(1, (int) Math.round(side / factor)) * factor;
    }

    /// The picture with its label. Its number is a digest of its content: whoever draws here has no secret to hide it
    /// with, and nobody to hide it from.
    private static byte[] labelled(byte[] png, AigcPacket label) {
        var texts = new LinkedHashMap<String, String>();
        texts.put(AigcPacket.KEYWORD, label.of(DigestUtils.sha256Hex(png)));
        return PngTexts.with(png, texts);
    }

    private PictureRequest.@Nullable Start start() {
        return start == null
                ? null
                : new PictureRequest.Start(
                        Engine.picture(start.toString()),
                        strength,
                        mask == null ? null : Engine.picture(mask.toString()));
    }

    private void report(PrintStream result, Painter.Drawn drawn, int steps, double seconds) {
        if (drawn.promptTokensCut() > 0) {
            result.printf("The prompt was too long: its last %d tokens were left out.%n", drawn.promptTokensCut());
        }
        if (drawn.negativeTokensCut() > 0) {
            result.printf(
                    "The negative prompt was too long: its last %d tokens were left out.%n", drawn.negativeTokensCut());
        }
        if (!drawn.unknownWords().isEmpty()) {
            result.printf("The model does not know: %s.%n", String.join(", ", drawn.unknownWords()));
        }
        result.printf(Locale.ROOT, "%d pictures, seed %d, %d steps, %.2f s%n", count, seed, steps, seconds);
    }
}
