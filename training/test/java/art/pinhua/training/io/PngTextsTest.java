package art.pinhua.training.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PngTextsTest {
    private static byte[] png() throws IOException {
        var image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        image.setRGB(1, 1, 0x123456);
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    @Test
    void textsAreReadBackAndPixelsStay() throws IOException {
        var texts = new LinkedHashMap<String, String>();
        texts.put("XML:com.adobe.xmp", "<x/>");
        texts.put("parameters", "水墨山水\nSteps: 20");
        texts.put("prompt", "{\"1\": \"é\"}");
        byte[] said = PngTexts.with(png(), texts);
        assertEquals(texts, PngTexts.of(said));
        assertEquals(0x123456, ImageIO.read(new ByteArrayInputStream(said)).getRGB(1, 1) & 0xffffff);
        String bytes = new String(said, java.nio.charset.StandardCharsets.ISO_8859_1);
        assertTrue(bytes.contains("iTXtXML:com.adobe.xmp"), "XMP is international text");
        assertTrue(bytes.contains("tEXtprompt"), "Latin text is plain text");
    }

    @Test
    void whatWasSaidBeforeIsReplaced() throws IOException {
        byte[] once = PngTexts.with(png(), new LinkedHashMap<>(Map.of("parameters", "old", "Comment", "older")));
        byte[] twice = PngTexts.with(once, new LinkedHashMap<>(Map.of("a", "new")));
        assertEquals(List.of("a"), List.copyOf(PngTexts.of(twice).keySet()));
        assertArrayEquals(png(), PngTexts.with(twice, new LinkedHashMap<>()));
    }

    @Test
    void damagedFilesAreRefused() throws IOException {
        byte[] png = png();
        assertThrows(IllegalArgumentException.class, () -> PngTexts.of(new byte[] {1, 2, 3}));
        Set<Integer> ends = chunkEnds(png);
        assertEquals(4, ends.size(), "the signature, IHDR, IDAT, IEND");
        for (int length = 8; length < png.length; length++) {
            byte[] cut = Arrays.copyOf(png, length);
            if (ends.contains(length)) {
                assertEquals(Map.of(), PngTexts.of(cut));
            } else {
                var refusal = assertThrows(IllegalArgumentException.class, () -> PngTexts.of(cut), "at " + length);
                assertTrue(String.valueOf(refusal.getMessage()).contains("damaged"), refusal.getMessage());
            }
        }
    }

    /// Where a file may be cut without harm to a chunk: length, type, body and check sum.
    private static Set<Integer> chunkEnds(byte[] png) {
        var ends = new TreeSet<Integer>();
        for (int end = 8; end <= png.length; end += 12 + ByteBuffer.wrap(png).getInt(end)) {
            ends.add(end);
            if (end == png.length) {
                break;
            }
        }
        return ends;
    }
}
