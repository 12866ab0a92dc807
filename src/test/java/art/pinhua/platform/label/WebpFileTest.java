package art.pinhua.platform.label;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.io.AigcPacket;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The browser test compares the pixels with those that a browser reads.
class WebpFileTest {
    private static BufferedImage picture() {
        var picture = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(1, 1, 0x123456);
        return picture;
    }

    @Test
    void theLabelStandsInItOnceAndTheRestWhereOthersLook() {
        var texts = new LinkedHashMap<String, String>();
        texts.put(AigcPacket.KEYWORD, "<x/>");
        texts.put("parameters", "水墨\nSteps: 2");
        texts.put("prompt", "{}");
        var chunks = WebpFile.chunks(WebpFile.of(picture(), texts));
        assertEquals(List.of("VP8X", "VP8L", "EXIF", "XMP "), new ArrayList<>(chunks.keySet()));
        assertEquals("<x/>", new String(Objects.requireNonNull(chunks.get("XMP ")), StandardCharsets.UTF_8));
        // flags of XMP and EXIF, three reserved bytes, width and height less one in three bytes each
        assertArrayEquals(HexFormat.of().parseHex("0c000000020000010000"), chunks.get("VP8X"));
        byte[] exif = Objects.requireNonNull(chunks.get("EXIF"));
        String latin = new String(exif, StandardCharsets.ISO_8859_1);
        assertTrue(latin.startsWith("MM\0*\0\0\0\b\0\2"), latin);
        assertTrue(latin.contains("prompt:{}\0"), latin);
        int comment = latin.indexOf("UNICODE\0") + 8;
        assertEquals(
                "水墨\nSteps: 2", new String(Arrays.copyOfRange(exif, comment, exif.length), StandardCharsets.UTF_16BE));
    }

    @Test
    void withoutParametersItSaysNothingButTheLabel() {
        var texts = new LinkedHashMap<String, String>();
        texts.put(AigcPacket.KEYWORD, "<x/>");
        var chunks = WebpFile.chunks(WebpFile.of(picture(), texts));
        assertEquals(List.of("VP8X", "VP8L", "XMP "), new ArrayList<>(chunks.keySet()));
    }

    @Test
    void codesAreCompleteAndNoneIsTooLong() {
        long[] fibonacci = new long[30]; // the worst there is: each count as large as all before it
        fibonacci[0] = fibonacci[1] = 1;
        for (int i = 2; i < fibonacci.length; i++) {
            fibonacci[i] = fibonacci[i - 1] + fibonacci[i - 2];
        }
        int[] lengths = LosslessWebp.lengths(fibonacci, 15);
        assertTrue(Arrays.stream(lengths).allMatch(length -> length >= 1 && length <= 15), Arrays.toString(lengths));
        assertEquals(
                1,
                Arrays.stream(lengths)
                        .mapToDouble(length -> Math.pow(2, -length))
                        .sum());
    }

    @Test
    void whatIsTooLargeIsRefused() {
        var broad = new BufferedImage(16_385, 1, BufferedImage.TYPE_INT_RGB);
        assertThrows(IllegalArgumentException.class, () -> LosslessWebp.of(broad));
    }
}
