package art.pinhua.training.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.contract.NoiseKind;
import art.pinhua.training.contract.SamplerKind;
import art.pinhua.training.io.ElementType;
import art.pinhua.training.io.PipelineFiles;
import art.pinhua.training.io.PipelineFolder.Network;
import art.pinhua.training.io.Png;
import art.pinhua.training.io.Safetensors;
import art.pinhua.training.model.UNetConfig;
import art.pinhua.training.tensor.Tensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The shipped starter model in bf16 and fp16 beside fp32.
class PrecisionTest {
    private static final String STARTER = "models/starter-64";
    private static final int STEPS = 8;

    @AutoClose
    private final Tensors tensors = Tensors.cpu(1);

    @TempDir
    private Path folder;

    private Png.Pixels draw(ModelShelf shelf, PictureRequest.@Nullable Start start, ModelSource.Adapter... adapters)
            throws IOException {
        var request = new PictureRequest(
                "夜空下穿红色长袍的人", "", List.of(7L), STEPS, 3, SamplerKind.DPMPP_2M, 64, 64, 0, NoiseKind.COUNTER, start, 0);
        Painter painter = shelf.painter(new ModelSource(STARTER, List.of(adapters)));
        return painter.draw(request, PictureListener.NONE).pictures().getFirst();
    }

    /// Mean absolute difference in levels of 255.
    private static double apart(Png.Pixels one, Png.Pixels other) {
        double sum = 0;
        for (int i = 0; i < one.rgb().length; i++) {
            sum += Math.abs((one.rgb()[i] & 0xFF) - (other.rgb()[i] & 0xFF));
        }
        return sum / one.rgb().length;
    }

    @Test
    void itDrawsTheSamePictureInHalfTheMemory() throws IOException {
        try (var wide = new ModelShelf(tensors, 2);
                var narrow = new ModelShelf(tensors, 2, Precision.BF16)) {
            var fp32 = draw(wide, null);
            var bf16 = draw(narrow, null);
            assertFalse(Arrays.equals(fp32.rgb(), bf16.rgb()), "nothing was computed in bf16");
            assertTrue(apart(fp32, bf16) < 3, () -> "apart by " + apart(fp32, bf16));
            assertArrayEquals(bf16.rgb(), draw(narrow, null).rgb());
            double share = narrow.held() / (double) wide.held();
            assertTrue(share > .5 && share < .6, () -> "takes " + share + " of the memory; the text stays at fp32");

            var start = new PictureRequest.Start(fp32, .5, null);
            assertTrue(apart(draw(wide, start), draw(narrow, start)) < 3, "from a picture");
        }
    }

    /// Eleven bits of mantissa beside bf16's eight: nearer, while the autoencoder stays as it is.
    @Test
    void fp16IsNearerThanBf16() throws IOException {
        try (var wide = new ModelShelf(tensors, 1);
                var bf16 = new ModelShelf(tensors, 1, Precision.BF16);
                var fp16 = new ModelShelf(tensors, 1, Precision.FP16)) {
            var plain = draw(wide, null);
            double far = apart(plain, draw(bf16, null));
            double near = apart(plain, draw(fp16, null));
            assertTrue(near > 0, "nothing was computed in fp16");
            assertTrue(near < far / 2, () -> "fp16 is apart by " + near + ", bf16 by " + far);
            assertTrue(fp16.held() > bf16.held() && fp16.held() < wide.held(), "half of the denoiser alone");
        }
    }

    @Test
    void adaptersWorkAlike() throws IOException {
        Path file = folder.resolve("adapter.safetensors");
        int channels = UNetConfig.parse(PipelineFiles.open(Path.of(STARTER)).config(Network.UNET))
                .blockOutChannels()
                .getFirst();
        Safetensors.write(file, List.of(waves("lora_down", 4, 4, 3, 3), waves("lora_up", channels, 4, 1, 1)), Map.of());
        var adapter = new ModelSource.Adapter(file.toString(), 1);
        try (var wide = new ModelShelf(tensors, 2);
                var half = new ModelShelf(tensors, 2, Precision.FP16);
                var narrow = new ModelShelf(tensors, 2, Precision.BF16)) {
            var plain = draw(wide, null);
            var base = draw(narrow, null);
            var adapted = draw(wide, null, adapter);
            double moved = apart(plain, adapted);
            assertTrue(moved > 6, () -> "the adapter moves the picture by " + moved);
            for (var shelf : List.of(half, narrow)) {
                double off = apart(adapted, draw(shelf, null, adapter));
                assertTrue(off < moved / 2, () -> "it is off by " + off + ", the adapter moves by " + moved);
            }
            assertArrayEquals(base.rgb(), draw(narrow, null).rgb(), "the base is as it was");
        }
    }

    /// A part of an adapter of the first convolution.
    private static Safetensors.Tensor waves(String part, int... shape) {
        int size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        var values = ByteBuffer.allocate(Float.BYTES * size).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < size; i++) {
            values.putFloat(.2f * (float) Math.sin(1.7 * i));
        }
        return new Safetensors.Tensor(
                "lora_unet_conv_in." + part + ".weight",
                ElementType.F32,
                Arrays.stream(shape).mapToObj(Long::valueOf).toList(),
                values.flip());
    }

    @Test
    void theBudgetCountsWhatTheWeightsTake() throws IOException {
        long bf16;
        try (var shelf = new ModelShelf(tensors, 1, Precision.BF16)) {
            shelf.painter(new ModelSource(STARTER, List.of()));
            bf16 = shelf.held();
        }
        try (var shelf = new ModelShelf(tensors, 1, bf16, Precision.BF16)) {
            draw(shelf, null);
            assertEquals(bf16, shelf.held());
        }
        try (var shelf = new ModelShelf(tensors, 1, bf16, Precision.FP32)) {
            assertThrows(EngineFault.class, () -> draw(shelf, null));
        }
    }

    @Test
    void anotherNameIsRefused() {
        assertEquals(Precision.BF16, Precision.of("bf16"));
        var refusal = assertThrows(IllegalArgumentException.class, () -> Precision.of("fp8"));
        assertEquals("precision must be fp32, bf16 or fp16, was 'fp8'", refusal.getMessage());
    }
}
