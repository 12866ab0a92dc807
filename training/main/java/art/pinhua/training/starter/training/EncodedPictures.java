package art.pinhua.training.starter.training;

import art.pinhua.training.data.RecordFile;
import art.pinhua.training.model.Autoencoder;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.trainer.StopRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/// The pictures through the trained encoder: `latents.bin`, scaled to a deviation of 1 over the first pictures.
final class EncodedPictures implements AutoCloseable {
    private static final int MEASURED = 512;
    private static final int CHUNK = 64;
    private static final int REPORT_EVERY = 32 * CHUNK;

    /// @param scalingFactor 1 over the deviation of the unscaled latents
    record Scale(double scalingFactor) {}

    private final Tensors tensors;
    private final Autoencoder network;
    private final Pictures pictures;
    private final StopRequest stop;
    private final Progress progress;
    private final double scalingFactor;
    private final RecordFile file;
    private float[] chunk = {};
    private int chunkStart = -1;

    EncodedPictures(Path folder, Tensors tensors, AutoencoderTraining autoencoder, Pictures pictures, StopRequest stop)
            throws IOException {
        this.tensors = tensors;
        this.network = autoencoder.network();
        this.pictures = pictures;
        this.stop = stop;
        this.progress = new Progress(folder, "latents", pictures.count(), 1);
        this.scalingFactor = StarterPlan.fixed(
                        folder.resolve("latents.json"), Scale.class, () -> new Scale(1 / deviation()))
                .scalingFactor();
        this.file =
                RecordFile.filled(folder.resolve("latents.bin"), size() * Float.BYTES, pictures.count(), this::encoded);
    }

    Latents latents() {
        int side = pictures.side() / network.config().factor();
        return new Latents(file, network.config().latentChannels(), side, pictures.count());
    }

    double scalingFactor() {
        return scalingFactor;
    }

    private int size() {
        int side = pictures.side() / network.config().factor();
        return network.config().latentChannels() * side * side;
    }

    private double deviation() {
        double sum = 0;
        double squares = 0;
        long number = 0;
        for (int first = 0; first < Math.min(MEASURED, pictures.count()); first += CHUNK) {
            for (float value : encode(first)) {
                sum += value;
                squares += (double) value * value;
                number++;
            }
        }
        return Math.sqrt(squares / number - (sum / number) * (sum / number));
    }

    private byte[] encoded(int picture) {
        int first = picture - picture % CHUNK;
        if (first != chunkStart) {
            stop.check();
            progress.passing(first, REPORT_EVERY);
            chunk = encode(first);
            chunkStart = first;
        }
        ByteBuffer record = ByteBuffer.allocate(size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < size(); i++) {
            record.putFloat((float) (chunk[(picture - first) * size() + i] * scalingFactor));
        }
        return record.array();
    }

    private float[] encode(int first) {
        int number = Math.min(CHUNK, pictures.count() - first);
        float[] whole = pictures.whole(first, number);
        return tensors.step(
                false,
                () -> tensors.toFloats(
                        network.encode(tensors.of(whole, number, Pictures.CHANNELS, pictures.side(), pictures.side()))
                                .mean()));
    }

    @Override
    public void close() {
        file.close();
    }
}
