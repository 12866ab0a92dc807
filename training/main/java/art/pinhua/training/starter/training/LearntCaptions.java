package art.pinhua.training.starter.training;

import art.pinhua.training.starter.Gallery;
import art.pinhua.training.trainer.TrainingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/// What the captions of a training say, as `captions.json` in its folder: what has learnt from some
/// must not go on with others. A folder of an earlier version lacks the file, and goes on as it began.
///
/// @param sha256 of some captions
record LearntCaptions(String sha256) {
    private static final String FILE = "captions.json";

    /// The rarest word stands in one of a few hundred.
    private static final int CAPTIONS = 4_000;

    /// Folders of the stages that learn from captions.
    private static final List<String> STAGES = List.of("text", "denoiser");

    static LearntCaptions of(Gallery gallery) {
        MessageDigest sha256 = DigestUtils.getSha256Digest();
        for (int index = 0; index < CAPTIONS; index++) {
            sha256.update((gallery.caption(index, 0) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return new LearntCaptions(HexFormat.of().formatHex(sha256.digest()));
    }

    static boolean areIn(Path folder) {
        return Files.exists(folder.resolve(FILE));
    }

    /// Writes them down when a training begins, and looks whether they are the same when it goes on.
    /// Where nothing was learnt from them yet, the present ones take their place.
    /// @param begun whether the training goes on
    /// @throws TrainingException where others were learnt from
    static void check(Path folder, Gallery gallery, boolean begun) throws IOException {
        if (begun && !areIn(folder)) {
            return;
        }
        Path file = folder.resolve(FILE);
        Optional<LearntCaptions> before = StarterPlan.read(file, LearntCaptions.class);
        var present = of(gallery);
        if (before.equals(Optional.of(present))) {
            return;
        }
        if (before.isPresent() && STAGES.stream().anyMatch(stage -> Files.exists(folder.resolve(stage)))) {
            throw new TrainingException(
                    "%s: captions have changed since the training began to learn from them. Name another --folder"
                            .formatted(folder));
        }
        StarterPlan.write(file, present);
    }
}
