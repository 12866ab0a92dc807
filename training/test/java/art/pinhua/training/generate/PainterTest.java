package art.pinhua.training.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.contract.NoiseKind;
import art.pinhua.training.contract.SamplerKind;
import art.pinhua.training.io.Png;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Drawing with the micro pipeline; what it draws is held to the reference in [PictureParityTest].
class PainterTest extends OpenPipeline {
    @BeforeAll
    void open() throws IOException {
        open(MicroPipeline.FOLDER);
    }

    @Test
    void pictureDependsOnItsSeedNotOnItsBatch() {
        List<Png.Pixels> both = draw(request(List.of(5L, 6L), 3)).pictures();
        List<Png.Pixels> again = draw(request(List.of(6L, 5L), 3)).pictures();
        assertFalse(Arrays.equals(both.get(0).rgb(), both.get(1).rgb()));
        for (int i = 0; i < both.get(0).rgb().length; i++) {
            assertEquals(both.get(0).rgb()[i] & 0xFF, again.get(1).rgb()[i] & 0xFF, 1);
        }
        assertArrayEquals(
                both.get(0).rgb(),
                draw(request(List.of(5L, 6L), 3)).pictures().get(0).rgb());
    }

    @Test
    void promptGuidanceAndNegativePromptEachChangeThePicture() {
        var plain = new PictureRequest("山", "", List.of(1L), 3, 4, SamplerKind.DPMPP_2M, 64, 64);
        byte[] first = draw(plain).pictures().getFirst().rgb();
        var prompt = new PictureRequest("水", "", List.of(1L), 3, 4, SamplerKind.DPMPP_2M, 64, 64);
        var guidance = new PictureRequest("山", "", List.of(1L), 3, 1, SamplerKind.DPMPP_2M, 64, 64);
        var negative = new PictureRequest("山", "水", List.of(1L), 3, 4, SamplerKind.DPMPP_2M, 64, 64);
        for (PictureRequest other : List.of(prompt, guidance, negative)) {
            assertFalse(Arrays.equals(first, draw(other).pictures().getFirst().rgb()), other.toString());
        }
    }

    /// Not even by its length, which would give the prompt more windows.
    @Test
    void withoutGuidanceTheNegativePromptPlaysNoPart() {
        try (var windowed = painter(3, 1 << 20, new Tiling(96, 24))) {
            for (double guidance : List.of(0.0, 1.0)) {
                var alone = new PictureRequest("山", "", List.of(1L), 2, guidance, SamplerKind.DDIM, 64, 64);
                var beside =
                        new PictureRequest("山", "水".repeat(99), List.of(1L), 2, guidance, SamplerKind.DDIM, 64, 64);
                Painter.Drawn drawn = windowed.draw(beside, PictureListener.NONE);
                assertEquals(0, drawn.negativeTokensCut());
                assertArrayEquals(
                        windowed.draw(alone, PictureListener.NONE)
                                .pictures()
                                .getFirst()
                                .rgb(),
                        drawn.pictures().getFirst().rgb());
            }
        }
    }

    private Painter painter(int windows, long wholeAtMost, Tiling tiling) {
        Networks networks = base.networks(tensors);
        return new Painter(tensors, networks, new TextStates(tensors, networks, windows), wholeAtMost, tiling);
    }

    @Test
    void otherSizesAreDrawn() {
        var wide = new PictureRequest("山", "", List.of(1L), 2, 4, SamplerKind.DDIM, 104, 56);
        Png.Pixels picture = draw(wide).pictures().getFirst();
        assertEquals(104, picture.width());
        assertEquals(56, picture.height());
        var odd = new PictureRequest("山", "", List.of(1L), 2, 4, SamplerKind.DDIM, 60, 64);
        assertThrows(IllegalArgumentException.class, () -> draw(odd));
    }

    @Test
    void longPromptIsDrawnAndTheCutCounted() {
        var request = new PictureRequest("山".repeat(40), "水".repeat(31), List.of(1L), 1, 4, SamplerKind.DDIM, 64, 64);
        Painter.Drawn drawn = draw(request);
        assertEquals(10, drawn.promptTokensCut());
        assertEquals(1, drawn.negativeTokensCut());
        assertEquals(List.of(), drawn.unknownWords());
    }

    @Test
    void wordsThatTheModelDoesNotKnowAreNamed() {
        var request = new PictureRequest("山，(龘龘:1.2) 🐉", "麤", List.of(1L), 1, 4, SamplerKind.DDIM, 64, 64);
        assertEquals(List.of("龘龘"), draw(request).unknownWords());
    }

    @Test
    void previewsAreSmallAndAskedFor() {
        List<Png.Pixels> previews = previews(256, 192);
        assertEquals(2, previews.size());
        assertEquals(128, previews.getFirst().width());
        assertEquals(96, previews.getFirst().height());
    }

    /// Or previews would cost a small model as much as its pictures.
    @Test
    void previewsOfSmallPicturesAreHalved() {
        Png.Pixels preview = previews(128, 64).getFirst();
        assertEquals(64, preview.width());
        assertEquals(32, preview.height());
    }

    /// Of two pictures, after two of four steps.
    private List<Png.Pixels> previews(int width, int height) {
        var seen = new ArrayList<Png.Pixels>();
        var request = new PictureRequest("山", "", List.of(1L, 2L), 4, 4, SamplerKind.DPMPP_2M, width, height);
        painter.draw(request, (step, steps, preview) -> {
            if (step == 2) {
                seen.addAll(preview.get());
            }
        });
        return seen;
    }

    @Test
    void cancelledPictureLeavesNoArraysBehind() {
        draw(request(List.of(1L), 1));
        int before = tensors.manager().getManagedArrays().size();
        assertThrows(
                CancellationException.class,
                () -> painter.draw(request(List.of(1L), 8), (step, steps, preview) -> {
                    if (step == 2) {
                        throw new CancellationException();
                    }
                }));
        assertEquals(before, tensors.manager().getManagedArrays().size());
        draw(request(List.of(1L), 3));
        assertEquals(before, tensors.manager().getManagedArrays().size());
    }

    @Test
    void decodingEndsBetweenItsParts() {
        try (var inTiles = painter(1, 1, new Tiling(6, 2))) {
            var parts = new AtomicInteger();
            inTiles.draw(request(List.of(1L), 1), PictureListener.NONE, parts::incrementAndGet);
            assertEquals(5, parts.get(), "before the picture, and before each of four tiles");
            assertThrows(
                    CancellationException.class,
                    () -> inTiles.draw(request(List.of(1L), 1), PictureListener.NONE, () -> {
                        if (parts.decrementAndGet() == 1) {
                            throw new CancellationException();
                        }
                    }));
        }
    }

    @Test
    void pngHoldsThePixelsAndNothingElse() throws IOException {
        Png.Pixels picture = draw(request(List.of(9L), 1)).pictures().getFirst();
        byte[] png = Png.encode(picture);
        var image = ImageIO.read(new ByteArrayInputStream(png));
        for (int i = 0; i < 64 * 64; i++) {
            int rgb = image.getRGB(i % 64, i / 64);
            assertEquals(picture.rgb()[3 * i] & 0xFF, rgb >> 16 & 0xFF);
            assertEquals(picture.rgb()[3 * i + 1] & 0xFF, rgb >> 8 & 0xFF);
            assertEquals(picture.rgb()[3 * i + 2] & 0xFF, rgb & 0xFF);
        }
        String text = new String(png, StandardCharsets.ISO_8859_1);
        for (String chunk : List.of("tEXt", "zTXt", "iTXt", "tIME", "eXIf", "iCCP")) {
            assertFalse(text.contains(chunk), chunk);
        }
        assertTrue(text.contains("IHDR"));
    }

    @Test
    void valuesThatAreNoNumbersMakeNoPicture() {
        NDArray bias = named(base.autoencoderWeights(), "decoder.conv_out.bias");
        float[] sound = tensors.toFloats(bias);
        try {
            bias.set(new float[] {Float.NaN, 0, 0});
            assertThrows(NotFiniteException.class, () -> draw(request(List.of(1L), 1)));
        } finally {
            bias.set(sound);
        }
        assertEquals(1, draw(request(List.of(1L), 1)).pictures().size());
    }

    @Test
    void everySamplerDrawsAndStartsFromPictures() {
        Png.Pixels first = draw(request(List.of(3L), 3)).pictures().getFirst();
        for (SamplerKind sampler : SamplerKind.values()) {
            var plain =
                    new PictureRequest("山", "水", List.of(1L, 2L), 4, 3, sampler, 64, 64, 0.7, NoiseKind.TORCH, null, 0);
            assertEquals(2, draw(plain).pictures().size());
            byte[] again = draw(plain.from(new PictureRequest.Start(first, 0.5, null)))
                    .pictures()
                    .getFirst()
                    .rgb();
            assertFalse(Arrays.equals(again, draw(plain).pictures().getFirst().rgb()), sampler.name());
        }
    }

    @Test
    void littleStrengthChangesThePictureLittle() {
        Png.Pixels first = draw(request(List.of(3L), 3)).pictures().getFirst();
        double faint = distance(new PictureRequest.Start(first, 0.1, null));
        double strong = distance(new PictureRequest.Start(first, 1, null));
        assertTrue(faint < strong, faint + " against " + strong);
        Png.Pixels larger = first.scaledTo(128, 96);
        assertEquals(128 * 96 * 3, larger.rgb().length);
        assertEquals(64, drawnFrom(new PictureRequest.Start(larger, 0.5, null)).width());
    }

    @Test
    void whatAMaskLeavesOutStaysAsItWas() {
        Png.Pixels first = draw(request(List.of(3L), 3)).pictures().getFirst();
        var mask = new byte[64 * 64 * 3];
        Arrays.fill(mask, 0, mask.length / 2, (byte) 255);
        byte[] drawn = drawnFrom(new PictureRequest.Start(first, 1, new Png.Pixels(64, 64, mask)))
                .rgb();
        assertArrayEquals(
                Arrays.copyOfRange(first.rgb(), mask.length / 2, mask.length),
                Arrays.copyOfRange(drawn, mask.length / 2, mask.length));
        assertFalse(Arrays.equals(Arrays.copyOf(first.rgb(), mask.length / 2), Arrays.copyOf(drawn, mask.length / 2)));
    }

    private Png.Pixels drawnFrom(PictureRequest.Start start) {
        return draw(request(List.of(8L), 10).from(start)).pictures().getFirst();
    }

    /// How far two seeds lead apart from one picture, levels per channel.
    private double distance(PictureRequest.Start start) {
        byte[] one = drawnFrom(start).rgb();
        byte[] other =
                draw(request(List.of(9L), 10).from(start)).pictures().getFirst().rgb();
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += Math.abs((one[i] & 0xFF) - (other[i] & 0xFF));
        }
        return sum / one.length;
    }

    private static NDArray named(Map<String, NDArray> arrays, String name) {
        return Objects.requireNonNull(arrays.get(name), name);
    }

    private Painter.Drawn draw(PictureRequest request) {
        return painter.draw(request, PictureListener.NONE);
    }

    private static PictureRequest request(List<Long> seeds, int steps) {
        return new PictureRequest("红色长袍", "", seeds, steps, 4, SamplerKind.DPMPP_2M, 64, 64);
    }
}
