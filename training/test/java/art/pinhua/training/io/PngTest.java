package art.pinhua.training.io;

import static art.pinhua.training.parity.Fixtures.assertSays;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PngTest {
    @TempDir
    private Path folder;

    private static Png.Pixels noise(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        new Random(1).nextBytes(rgb);
        return new Png.Pixels(width, height, rgb);
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("picture.png"), bytes);
    }

    @Test
    void pixelsSurvive() throws IOException {
        Png.Pixels pixels = noise(13, 7);
        Png.Pixels read = Png.read(file(Png.encode(pixels)));
        assertEquals(13, read.width());
        assertEquals(7, read.height());
        assertArrayEquals(pixels.rgb(), read.rgb());
    }

    @Test
    void filesHoldPixelsAndNothingElse() {
        String bytes = new String(Png.encode(noise(4, 4)), ISO_8859_1);
        for (String chunk : List.of("tEXt", "iTXt", "zTXt", "tIME", "eXIf", "iCCP", "pHYs")) {
            assertFalse(bytes.contains(chunk), chunk);
        }
    }

    @Test
    void planesAreTheAutoencodersAndBack() {
        var pixels = new Png.Pixels(2, 1, new byte[] {0, (byte) 255, 127, 10, 20, 30});
        float[] planes = pixels.planes();
        assertEquals(-1, planes[0]);
        assertEquals(1, planes[2]);
        assertArrayEquals(pixels.rgb(), Png.Pixels.ofPlanes(planes, 0, 2, 1).rgb());
        float[] beyond = {2, -2, 0, 0, 0, 0};
        assertArrayEquals(
                new byte[] {(byte) 255, (byte) 128, (byte) 128, 0, (byte) 128, (byte) 128},
                Png.Pixels.ofPlanes(beyond, 0, 2, 1).rgb());
    }

    @Test
    void greysWithTransparencyStayAsDarkAsTheyAre() throws IOException {
        byte half = (byte) 128;
        byte[] expected = {half, half, half, half, half, half, 0, 0, 0};
        byte[] eight = greyWithAlpha(8, 128, 255, 255, 128, 200, 0);
        assertArrayEquals(expected, Png.read(file(eight)).rgb());
        byte[] sixteen = greyWithAlpha(16, 0x8080, 0xFFFF, 0xFFFF, 0x8080, 0xC8C8, 0);
        assertArrayEquals(expected, Png.read(file(sixteen)).rgb());
    }

    /// A picture of one row.
    /// @param samples a grey and its opacity for each pixel
    private static byte[] greyWithAlpha(int bits, int... samples) throws IOException {
        ByteBuffer row = ByteBuffer.allocate(1 + samples.length * bits / 8).put((byte) 0); // no filter
        for (int sample : samples) {
            if (bits == 8) {
                row.put((byte) sample);
            } else {
                row.putShort((short) sample);
            }
        }
        var packed = new ByteArrayOutputStream();
        try (var deflating = new DeflaterOutputStream(packed)) {
            deflating.write(row.array());
        }
        ByteBuffer header = ByteBuffer.allocate(13).putInt(samples.length / 2).putInt(1);
        header.put(new byte[] {(byte) bits, 4, 0, 0, 0}); // 4: grey and alpha
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        writeChunk(out, "IHDR", header.array());
        writeChunk(out, "IDAT", packed.toByteArray());
        writeChunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static void writeChunk(ByteArrayOutputStream out, String type, byte[] body) {
        byte[] name = type.getBytes(ISO_8859_1);
        var crc = new CRC32();
        crc.update(name);
        crc.update(body);
        out.writeBytes(ByteBuffer.allocate(4).putInt(body.length).array());
        out.writeBytes(name);
        out.writeBytes(body);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    @Test
    void otherAndDamagedFilesAreRefused() throws IOException {
        assertSays("not a PNG", refusal("GIF89a, not a picture".getBytes(ISO_8859_1)));
        byte[] cut = Arrays.copyOf(Png.encode(noise(32, 32)), 200);
        assertSays("damaged", refusal(cut));
    }

    /// A small file that would unpack to gigabytes.
    @Test
    void hugePicturesAreRefusedBeforeTheyAreUnpacked() throws IOException {
        byte[] bytes = Png.encode(noise(1, 1));
        ByteBuffer.wrap(bytes).putInt(16, 100_000).putInt(20, 100_000);
        var crc = new CRC32();
        crc.update(bytes, 12, 17);
        ByteBuffer.wrap(bytes).putInt(29, (int) crc.getValue());
        assertSays("too many", refusal(bytes));
    }

    private InvalidFileException refusal(byte[] bytes) throws IOException {
        Path file = file(bytes);
        return assertThrows(InvalidFileException.class, () -> Png.read(file));
    }
}
