package art.pinhua.training.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.noise.NoiseSchedule;
import art.pinhua.training.noise.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingDataTest {
    private final NoiseSchedule schedule = NoiseSchedule.scaledLinear(.00085, .012, 1000);

    @Test
    void everyEpochVisitsEachExampleOnceInAnotherOrder() {
        var order = new EpochOrder(3, 50);
        int[] first = IntStream.range(0, 50).map(order::at).toArray();
        int[] second = IntStream.range(50, 100).map(order::at).toArray();
        assertNotEquals(Arrays.toString(first), Arrays.toString(second));
        int[] all = IntStream.range(0, 50).toArray();
        assertArrayEquals(all, Arrays.stream(first).sorted().toArray());
        assertArrayEquals(all, Arrays.stream(second).sorted().toArray());
        assertEquals(second[7], new EpochOrder(3, 50).at(57), "no position depends on those before");
        assertEquals(1, order.visit(57));
    }

    @Test
    void picturesOfAGroupShareNoiseAndTimestep() {
        var clean = new float[5 * 8];
        Arrays.fill(clean, 16, 40, 2);
        NoisyBatch batch = NoisyBatch.grouped(schedule, Prediction.EPSILON, 1, 4, new int[] {2, 3}, clean);
        assertEquals(batch.timesteps()[0], batch.timesteps()[1]);
        assertEquals(batch.timesteps()[2], batch.timesteps()[4]);
        assertNotEquals(batch.timesteps()[0], batch.timesteps()[2]);
        assertArrayEquals(noise(batch, 0), noise(batch, 1));
        assertArrayEquals(noise(batch, 2), noise(batch, 4));
        assertNotEquals(noise(batch, 0)[0], noise(batch, 2)[0]);
    }

    @Test
    void timestepsOfABatchAreSpread() {
        for (int step = 0; step < 200; step++) {
            int[] spread = Timesteps.spread(7, step, 8, 1000);
            int[] again = Timesteps.spread(7, step, 8, 1000);
            assertArrayEquals(spread, again);
            for (int i = 0; i < 8; i++) {
                assertEquals(i, spread[i] / 125, "one in each eighth");
            }
            int[] middle = Timesteps.spreadWithMiddle(7, step, 7, 1000, new Timesteps.Middle(100, 400));
            for (int i = 0; i < 7; i++) {
                assertEquals(i < 4 ? i : i - 3, i < 4 ? middle[i] / 250 : middle[i] / 100, "sample " + i);
            }
        }
        assertNotEquals(Timesteps.spread(7, 1, 1, 1000)[0], Timesteps.spread(7, 2, 1, 1000)[0]);
    }

    @Test
    void theMiddleIsWhereSignalAndNoiseAreAlike() {
        var middle = Timesteps.Middle.of(schedule);
        assertTrue(schedule.snr(middle.low()) <= 9 && schedule.snr(middle.low() - 1) > 9, middle.toString());
        assertTrue(
                schedule.snr(middle.high() - 1) >= 1 / 9. && schedule.snr(middle.high()) < 1 / 9., middle.toString());
    }

    @Test
    void noisyIsSignalAndNoiseByTheSchedule() {
        NoisyBatch batch = NoisyBatch.independent(schedule, Prediction.EPSILON, 1, 4, new int[] {600}, new float[] {2});
        int t = batch.timesteps()[0];
        double expected = 2 * schedule.signal(t) + batch.target()[0] * schedule.noise(t);
        assertEquals(expected, batch.noisy()[0], 1e-6);
    }

    @Test
    void aBatchAtATimestepHasOneNoiseForEachPicture() {
        NoisyBatch batch = NoisyBatch.at(schedule, Prediction.EPSILON, 700, 1, 3, new float[3 * 8]);
        assertArrayEquals(new int[] {700, 700, 700}, batch.timesteps());
        assertNotEquals(noise(batch, 0)[0], noise(batch, 1)[0]);
        assertEquals(noise(batch, 2)[0] * schedule.noise(700), batch.noisy()[16], 1e-6);
    }

    @Test
    void velocityTargetIsTheOneThatGivesThePictureBack() {
        NoisyBatch noise = NoisyBatch.independent(schedule, Prediction.EPSILON, 1, 4, new int[] {600}, new float[] {2});
        NoisyBatch velocity =
                NoisyBatch.independent(schedule, Prediction.VELOCITY, 1, 4, new int[] {600}, new float[] {2});
        assertArrayEquals(noise.noisy(), velocity.noisy());
        int t = velocity.timesteps()[0];
        double clean = velocity.noisy()[0] * schedule.signal(t) - velocity.target()[0] * schedule.noise(t);
        assertEquals(2, clean, 1e-5);
        double drawn = velocity.noisy()[0] * schedule.noise(t) + velocity.target()[0] * schedule.signal(t);
        assertEquals(noise.target()[0], drawn, 1e-5);
    }

    private static float[] noise(NoisyBatch batch, int sample) {
        return Arrays.copyOfRange(batch.target(), 8 * sample, 8 * sample + 8);
    }

    @Test
    void cutFileOfRecordsIsCompleted(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("records");
        List<Integer> produced = new ArrayList<>();
        try (var full = RecordFile.filled(file, 4, 5, i -> record(i, produced))) {
            assertEquals(2, read(full, 2));
        }
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 10)); // killed in the third record
        produced.clear();
        try (var completed = RecordFile.filled(file, 4, 5, i -> record(i, produced))) {
            assertEquals(List.of(2, 3, 4), produced);
            assertEquals(2, read(completed, 2));
            assertEquals(4, read(completed, 4));
        }
    }

    @Test
    void recordsThatWouldBeOthersNowAreFoundOut(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("records");
        List<Integer> produced = new ArrayList<>();
        assertTrue(RecordFile.agrees(file, 4, 40, i -> record(i, produced)), "nothing is there");
        RecordFile.filled(file, 4, 40, i -> record(i, produced)).close();
        byte[] full = Files.readAllBytes(file);
        assertTrue(RecordFile.agrees(file, 4, 40, i -> record(i, produced)));
        assertTrue(RecordFile.agrees(file, 4, 100, i -> record(i, produced)), "the others are still to come");
        assertFalse(RecordFile.agrees(file, 4, 100, i -> record(i + 1, produced)));
        assertArrayEquals(full, Files.readAllBytes(file), "it is looked at only");

        full[4 * 39] ^= 1; // the last one alone
        Files.write(file, full);
        assertFalse(RecordFile.agrees(file, 4, 40, i -> record(i, produced)));
        assertTrue(RecordFile.agrees(file, 4, 39, i -> record(i, produced)), "it is not wanted");
    }

    private static byte[] record(int value, List<Integer> produced) {
        produced.add(value);
        return new byte[] {(byte) value, 0, 0, 0};
    }

    private static int read(RecordFile file, int record) {
        var bytes = new byte[1];
        file.read(record, 0, bytes, 0, 1);
        return bytes[0];
    }
}
