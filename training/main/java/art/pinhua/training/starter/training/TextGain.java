package art.pinhua.training.starter.training;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.data.NoisyBatch;
import art.pinhua.training.generate.Networks;
import art.pinhua.training.noise.NoiseSchedule;
import art.pinhua.training.starter.Gallery;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.text.Tokenizer;
import java.util.Locale;
import java.util.function.LongUnaryOperator;

/// How much a denoiser heeds the text: its error with each picture's own description beside that with the description
/// of another picture, at the same noise. Where the two are equal the text decides nothing, however well the loss
/// falls.
///
/// @param timestep how much noise there is
/// @param own      mean squared error with the pictures' own descriptions
/// @param others   the same with those of other pictures
record TextGain(int timestep, double own, double others) {
    private static final int PICTURES = 64;

    /// A wording that no denoiser comes to: visits count up from 0, those with an offset modulo this.
    static final long UNHEARD = 4095;

    /// Noises that each picture is seen under.
    private static final int DRAWS = 2;

    /// Share of the error that the right text takes away; 0 where none is heeded.
    double share() {
        return 1 - own / others;
    }

    @Override
    public String toString() {
        double percent = Math.round(1000 * share()) / 10.0 + 0.0; // no -0.0
        return String.format(Locale.ROOT, "%.1f %% at t %d", percent, timestep);
    }

    /// @param shareOfNoise the timestep, as a share of the schedule's: near 1 almost everything is noise
    static TextGain of(Tensors tensors, Networks networks, Gallery gallery, Latents latents, double shareOfNoise) {
        NoiseSchedule schedule = networks.schedule().schedule();
        int t = (int) (shareOfNoise * (schedule.timesteps() - 1));
        int pictures = Math.min(PICTURES, latents.count());
        var clean = new float[pictures * latents.size()];
        for (int i = 0; i < pictures; i++) {
            latents.read(i, clean, i * latents.size());
        }
        long[] right = captions(networks.tokenizer(), gallery, pictures, i -> i);
        long[] wrong = captions(networks.tokenizer(), gallery, pictures, i -> (i + 1) % pictures);
        double own = 0;
        double others = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            var noisy = NoisyBatch.at(schedule, networks.schedule().prediction(), t, draw, pictures, clean);
            own += error(tensors, networks, noisy, latents, right);
            others += error(tensors, networks, noisy, latents, wrong);
        }
        return new TextGain(t, own / DRAWS, others / DRAWS);
    }

    private static long[] captions(Tokenizer tokenizer, Gallery gallery, int pictures, LongUnaryOperator whose) {
        int length = tokenizer.maxLength();
        var ids = new long[pictures * length];
        for (int i = 0; i < pictures; i++) {
            long[] tokens = tokenizer
                    .encode(gallery.caption(whose.applyAsLong(i), UNHEARD))
                    .ids();
            System.arraycopy(tokens, 0, ids, i * length, length);
        }
        return ids;
    }

    private static double error(Tensors tensors, Networks networks, NoisyBatch noisy, Latents latents, long[] ids) {
        int pictures = noisy.timesteps().length;
        long[] shape = {pictures, latents.channels(), latents.side(), latents.side()};
        float[] errors = tensors.step(false, () -> {
            NDArray context = networks.textEncoder().encode(tensors.ofLongs(ids, pictures, ids.length / pictures));
            NDArray predicted = networks.unet()
                    .predict(
                            tensors.of(noisy.noisy(), shape), tensors.of(noisy.timestepsAsFloats(), pictures), context);
            return tensors.toFloats(tensors.squaredErrorPerSample(predicted, tensors.of(noisy.target(), shape)));
        });
        double sum = 0;
        for (float error : errors) {
            sum += error;
        }
        return sum / pictures;
    }
}
