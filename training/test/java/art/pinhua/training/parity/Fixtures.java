package art.pinhua.training.parity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.io.Safetensors;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.tensor.Weights;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// The numbers of the reference implementation, see `parity/README.md`.
public final class Fixtures {
    public static final String TEXT_ENCODER = "pipeline/text_encoder/model.safetensors";
    public static final String UNET = "pipeline/unet/diffusion_pytorch_model.safetensors";
    public static final String VAE = "pipeline/vae/diffusion_pytorch_model.safetensors";

    private Fixtures() {}

    public static Path path(String name) {
        try {
            return Path.of(Objects.requireNonNull(Fixtures.class.getResource("/parity/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Map<String, NDArray> arrays(Tensors tensors, String name) {
        try (var file = Safetensors.open(path(name))) {
            return Weights.loadAsStored(tensors, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The numbers of one tensor in single precision, row by row.
    public static float[] floats(String file, String name) {
        try (var stored = Safetensors.open(path(file))) {
            FloatBuffer numbers = Objects.requireNonNull(stored.tensors().get(name), name)
                    .bytes()
                    .asFloatBuffer();
            float[] values = new float[numbers.remaining()];
            numbers.get(values);
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Shapes of a file's tensors, as its header tells them.
    public static Map<String, long[]> shapes(String name) {
        var shapes = new LinkedHashMap<String, long[]>();
        try (var file = Safetensors.open(path(name))) {
            file.tensors().forEach((key, tensor) -> shapes.put(key, tensor.dimensions()));
            return shapes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonObject json(String name) {
        try {
            return JsonParser.parseString(Files.readString(path(name))).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static NDArray get(Map<String, NDArray> arrays, String name) {
        return Objects.requireNonNull(arrays.get(name), name);
    }

    /// Asserts that the largest difference is at most tolerance · max(1, largest expected value).
    public static void assertAgrees(Tensors tensors, String what, NDArray expected, NDArray actual, double tolerance) {
        assertArrayEquals(expected.getShape().getShape(), actual.getShape().getShape(), what + " has another shape");
        double difference = difference(tensors.toFloats(expected), tensors.toFloats(actual));
        assertTrue(difference <= tolerance, () -> what + " differs by " + difference);
    }

    /// Asserts that a refusal names what it refuses.
    public static void assertSays(String part, Throwable refusal) {
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains(part), message);
    }

    /// The largest difference as a share of max(1, largest expected value).
    public static double difference(float[] expected, float[] actual) {
        assertEquals(expected.length, actual.length, "how many numbers there are");
        double largest = 0;
        double scale = 1;
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs(expected[i] - actual[i]);
            largest = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
            scale = Math.max(scale, Math.abs(expected[i]));
        }
        return largest / scale;
    }
}
