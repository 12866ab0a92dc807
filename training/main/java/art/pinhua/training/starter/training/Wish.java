package art.pinhua.training.starter.training;

import art.pinhua.training.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What a starter training is asked for. Taken when it begins; a resumed one keeps to it. Its text is part of
/// the training's checkpoints.
/// @param size     pixels per side of a picture, 64 or 128
/// @param pictures number of pictures to learn from
/// @param hours    time for both stages together, on `threads` threads; null takes the steps that the size usually
/// needs
/// @param bfloat16 whether the networks compute in bf16; null takes what turns out faster
/// @param from     folder of a pipeline whose networks are begun with, as far as they fit, or null
/// @param autoencoderShare of the hours; 0 keeps the autoencoder of `from` as it is, null means .3
/// @param decoderOnly trains the decoder of `from` alone; latents and denoiser stay as they are
public record Wish(
        long seed,
        int size,
        int pictures,
        @Nullable Double hours,
        int threads,
        @Nullable Boolean bfloat16,
        @Nullable String from,
        @Nullable Double autoencoderShare,
        boolean decoderOnly) {
    private static final double AUTOENCODER_SHARE = .3;
    private static final int PICTURES = 24_000;
    private static final String FILE = "starter.json";

    /// @throws IllegalArgumentException naming the option that does not fit
    public Wish {
        refuseUnless(size == 64 || size == 128, "--size must be 64 or 128, was " + size);
        refuseUnless(pictures > 0, "--pictures must be a whole number from 1 on, was " + pictures);
        refuseUnless(threads > 0, "--threads must be a whole number from 1 on, was " + threads);
        refuseUnless(hours == null || hours > 0 && Double.isFinite(hours), "--hours must be above 0, was " + hours);
        refuseUnless(
                autoencoderShare == null || autoencoderShare >= 0 && autoencoderShare < 1,
                "--autoencoder-share must be from 0 to below 1, was " + autoencoderShare);
        refuseUnless(
                autoencoderShare == null || autoencoderShare == 0 || hours != null,
                "--autoencoder-share %s divides the hours: give --hours too".formatted(autoencoderShare));
        refuseUnless(
                autoencoderShare == null || autoencoderShare > 0 || from != null,
                "--autoencoder-share 0 keeps the autoencoder of an earlier model: name it with --from");
        refuseUnless(
                !decoderOnly || from != null,
                "--only decoder trains the decoder of an earlier model: name it with --from");
    }

    /// Refuses what would not be heeded. Not asked of a training that has begun so: it goes on.
    /// @throws IllegalArgumentException naming the option that does not fit
    void refuseWhatIsNotHeeded() {
        refuseUnless(
                !decoderOnly || autoencoderShare == null,
                "--autoencoder-share %s: with --only decoder all of the hours are the decoder's; leave it out"
                        .formatted(number(autoencoderShare)));
    }

    private static void refuseUnless(boolean holds, String refusal) {
        if (!holds) {
            throw new IllegalArgumentException(refusal);
        }
    }

    /// Begins from nothing.
    Wish(long seed, int size, int pictures, double hours, int threads, boolean bfloat16) {
        this(seed, size, pictures, hours, threads, bfloat16, null, null, false);
    }

    /// What is trained when nothing else is asked for.
    public static Wish usual(int size) {
        int threads = Runtime.getRuntime().availableProcessors();
        return new Wish(1, size, PICTURES, null, threads, null, null, null, false);
    }

    /// What the training of a folder was begun with; empty where none was.
    public static Optional<Wish> begun(Path folder) throws IOException {
        return StarterPlan.read(folder.resolve(FILE), Wish.class);
    }

    /// Writes it down, for [#begun].
    void begin(Path folder) throws IOException {
        StarterPlan.fixed(folder.resolve(FILE), Wish.class, () -> this);
    }

    Beginning beginning(Tensors tensors) {
        return new Beginning(tensors, from == null ? null : Path.of(from));
    }

    /// @param begun what the folder's training was begun with
    /// @throws IllegalArgumentException naming the first option that asks for something else
    void refuseToDifferFrom(Wish begun, Path folder) {
        Map<String, String> first = begun.options();
        options().forEach((option, value) -> {
            String before = Objects.requireNonNull(first.get(option));
            refuseUnless(
                    value.equals(before),
                    "%s: %s was begun %s; name another --folder"
                            .formatted(
                                    value.isEmpty() ? "no --" + option : "--" + option + " " + value,
                                    folder,
                                    before.isEmpty() ? "without it" : "with " + before));
        });
    }

    /// The options that ask for it, empty where one is left out.
    private SequencedMap<String, String> options() {
        var options = new LinkedHashMap<String, String>();
        options.put("size", Integer.toString(size));
        options.put(
                "from",
                from == null ? "" : Path.of(from).toAbsolutePath().normalize().toString());
        options.put("only", decoderOnly ? "decoder" : "");
        options.put("autoencoder-share", number(autoencoderShare));
        options.put("hours", number(hours));
        options.put("pictures", Integer.toString(pictures));
        options.put("precision", bfloat16 == null ? "" : bfloat16 ? "bf16" : "fp32");
        options.put("threads", Integer.toString(threads));
        options.put("seed", Long.toString(seed));
        return options;
    }

    private static String number(@Nullable Double value) {
        if (value == null) {
            return "";
        }
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value) : Double.toString(value);
    }

    boolean keepsAutoencoder() {
        return autoencoderShare != null && autoencoderShare == 0;
    }

    boolean trainsAutoencoder() {
        return decoderOnly || !keepsAutoencoder();
    }

    /// @return empty where steps count, not hours
    OptionalDouble autoencoderSeconds() {
        return seconds(decoderOnly ? 1 : share());
    }

    /// @return empty where steps count, not hours
    OptionalDouble denoiserSeconds() {
        return seconds(1 - share());
    }

    private double share() {
        return autoencoderShare == null ? AUTOENCODER_SHARE : autoencoderShare;
    }

    private OptionalDouble seconds(double share) {
        return hours == null ? OptionalDouble.empty() : OptionalDouble.of(hours * 3600 * share);
    }
}
