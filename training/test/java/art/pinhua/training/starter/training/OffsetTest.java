package art.pinhua.training.starter.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.data.RecordFile;
import art.pinhua.training.model.ClipTextConfig;
import art.pinhua.training.model.ClipTextEncoder;
import art.pinhua.training.noise.ScheduleConfig;
import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import art.pinhua.training.starter.Gallery;
import art.pinhua.training.starter.Raster;
import art.pinhua.training.starter.TokenizerBuilder;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.text.Tokenizer;
import art.pinhua.training.trainer.Trainee;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the networks see in a training that goes on from an earlier one: with an offset, the steps that
/// would come so much later.
class OffsetTest {
    private static final int PICTURES = 24;
    private static final int BATCH = 4;
    private static final long SEED = 5;

    /// Into the second epoch.
    private static final long OFFSET = 7;

    @AutoClose
    private final Tensors tensors = Tensors.cpu(1);

    @TempDir
    Path folder;

    private Gallery gallery() {
        return TinyStarter.SIZES.curriculum().training(SEED);
    }

    private Progress progress() {
        return new Progress(folder, "test", 1_000, BATCH);
    }

    /// A gallery that keeps in mind which wordings were asked for.
    /// @param asked index and number of each
    private record Heard(Gallery whole, List<List<Long>> asked) implements Gallery {
        Heard(Gallery whole) {
            this(whole, new ArrayList<>());
        }

        @Override
        public int size() {
            return whole.size();
        }

        @Override
        public Raster picture(long index) {
            return whole.picture(index);
        }

        @Override
        public String caption(long index, long visit) {
            asked.add(List.of(index, visit));
            return whole.caption(index, visit);
        }

        @Override
        public int[] stated(long index, long visit) {
            return whole.stated(index, visit);
        }

        @Override
        public int[] traits() {
            return whole.traits();
        }
    }

    private RecordFile latents() throws IOException {
        var config = TinyStarter.SIZES.denoiser();
        var numbers = new float[config.inChannels() * config.sampleSize() * config.sampleSize()];
        return RecordFile.filled(folder.resolve("latents.bin"), numbers.length * Float.BYTES, PICTURES, picture -> {
            Counter.gaussians(SEED, Stream.NOISE, picture, numbers);
            var record = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            record.asFloatBuffer().put(numbers);
            return record.array();
        });
    }

    private DenoiserTraining denoiser(RecordFile latents, Gallery gallery, long offset) {
        var curriculum = TinyStarter.SIZES.curriculum();
        var tokenizer = Tokenizer.parse(curriculum.tokenizer(), TokenizerBuilder.configuration(curriculum.positions()));
        ClipTextConfig text = TinyStarter.SIZES.text(tokenizer.vocabularySize());
        var texts = FreshWeights.textEncoder(tensors, ClipTextEncoder.shapes(text), SEED);
        var config = TinyStarter.SIZES.denoiser();
        return new DenoiserTraining(
                tensors,
                config,
                new DenoiserTraining.Material(
                        gallery,
                        new Latents(latents, config.inChannels(), config.sampleSize(), PICTURES),
                        tokenizer,
                        ClipTextEncoder.of(tensors, text, texts, Map.of()),
                        ScheduleConfig.parse(StarterExport.SCHEDULE)),
                new DenoiserTraining.Plan(1_000, BATCH, false, 1_000, 1_000).withOffset(offset),
                SEED,
                new Beginning(tensors, null),
                progress(),
                (training, done) -> {});
    }

    /// What the first step of a trainee has left in the moments of its gradient.
    private float[] moments(Trainee trainee) {
        var all = new ArrayList<float[]>();
        for (Map.Entry<String, NDArray> entry : trainee.state().entrySet()) {
            if (entry.getKey().startsWith("first/")) {
                all.add(tensors.toFloats(entry.getValue()));
            }
        }
        var joined = new float[all.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (float[] part : all) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }

    @Test
    void aDenoiserSeesLaterSteps() throws IOException {
        try (RecordFile latents = latents()) {
            var plainHeard = new Heard(gallery());
            DenoiserTraining plain = denoiser(latents, plainHeard, 0);
            plain.step(OFFSET);
            var shiftedHeard = new Heard(gallery());
            DenoiserTraining shifted = denoiser(latents, shiftedHeard, OFFSET);
            shifted.step(0);
            assertFalse(plainHeard.asked().isEmpty());
            assertEquals(plainHeard.asked(), shiftedHeard.asked());
            assertArrayEquals(moments(plain), moments(shifted));

            DenoiserTraining first = denoiser(latents, gallery(), 0);
            first.step(0);
            assertFalse(Arrays.equals(moments(plain), moments(first)));
        }
    }

    /// A picture has 4096 wordings, of which the last one is never learnt. Without an offset visits
    /// count as they always have.
    @Test
    void wordingsWithAnOffsetStayThoseOfThePicture() throws IOException {
        try (RecordFile latents = latents()) {
            var far = new Heard(gallery());
            DenoiserTraining shifted = denoiser(latents, far, 4_000_000_007L);
            for (int step = 0; step < 3; step++) {
                shifted.step(step);
            }
            assertFalse(far.asked().isEmpty());
            assertTrue(far.asked().stream().allMatch(asked -> asked.get(1) < TextGain.UNHEARD), far::toString);

            var plainHeard = new Heard(gallery());
            DenoiserTraining plain = denoiser(latents, plainHeard, 0);
            for (long step = 30_000; step < 30_003; step++) {
                plain.step(step);
            }
            assertFalse(plainHeard.asked().isEmpty());
            assertTrue(plainHeard.asked().stream().allMatch(asked -> asked.get(1) == 5_000), plainHeard::toString);
        }
    }

    @Test
    void anAutoencoderSeesLaterSteps() throws IOException {
        int side = gallery().size();
        try (RecordFile drawn = RecordFile.filled(
                folder.resolve("pictures.bin"),
                Pictures.recordBytes(side),
                PICTURES,
                picture -> gallery().picture(picture).rgb())) {
            var pictures = new Pictures(drawn, side, PICTURES);
            AutoencoderTraining plain = autoencoder(pictures, 0);
            plain.step(OFFSET);
            AutoencoderTraining shifted = autoencoder(pictures, OFFSET);
            shifted.step(0);
            assertArrayEquals(moments(plain), moments(shifted));

            AutoencoderTraining first = autoencoder(pictures, 0);
            first.step(0);
            assertFalse(Arrays.equals(moments(plain), moments(first)));
        }
    }

    private AutoencoderTraining autoencoder(Pictures pictures, long offset) {
        return new AutoencoderTraining(
                tensors,
                TinyStarter.SIZES.autoencoder(),
                pictures,
                new AutoencoderTraining.Plan(1_000, 1_000, 8, BATCH, false, 1_000).withOffset(offset),
                SEED,
                new Beginning(tensors, null),
                false,
                progress());
    }
}
