package art.pinhua.training.io;

import java.awt.RenderingHints;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/// RGB pictures as PNG files that hold pixels and nothing else.
public final class Png {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int LONGEST_SIDE = 8192;

    /// Behind the signature and the beginning of the first chunk.
    private static final int WIDTH_AT = 16;

    static {
        ImageIO.setUseCache(false); // no temporary files
    }

    private Png() {}

    /// @param rgb width · height · 3 bytes, row by row
    @SuppressWarnings("ArrayRecordComponent") // pixels, handed on and never compared
    public record Pixels(int width, int height, byte[] rgb) {
        public Pixels {
            if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
                throw new IllegalArgumentException(rgb.length + " bytes do not fill " + width + " × " + height);
            }
        }

        /// The same picture at another size, smooth.
        public Pixels scaledTo(int toWidth, int toHeight) {
            if (toWidth == width && toHeight == height) {
                return this;
            }
            var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            for (int i = 0; i < width * height; i++) {
                int colour = (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | rgb[3 * i + 2] & 0xff;
                image.setRGB(i % width, i / width, colour);
            }
            while (image.getWidth() >= 2 * toWidth && image.getHeight() >= 2 * toHeight) {
                image = scaled(image, image.getWidth() / 2, image.getHeight() / 2); // skips no pixel
            }
            return pixels(scaled(image, toWidth, toHeight));
        }

        /// Planes of red, green and blue in -1..1, (3, height, width), as an autoencoder takes them.
        public float[] planes() {
            int size = width * height;
            var planes = new float[3 * size];
            for (int channel = 0; channel < 3; channel++) {
                for (int i = 0; i < size; i++) {
                    planes[channel * size + i] = (rgb[3 * i + channel] & 0xff) / 127.5f - 1;
                }
            }
            return planes;
        }

        /// From planes of red, green and blue in -1..1; values beyond are clamped.
        /// @param planes (…, 3, height, width)
        /// @param offset where the picture starts among them
        public static Pixels ofPlanes(float[] planes, int offset, int width, int height) {
            int size = width * height;
            var rgb = new byte[3 * size];
            for (int channel = 0; channel < 3; channel++) {
                for (int i = 0; i < size; i++) {
                    float value = planes[offset + channel * size + i];
                    rgb[3 * i + channel] = (byte) Math.round(255 * Math.clamp(value / 2 + 0.5f, 0f, 1f));
                }
            }
            return new Pixels(width, height, rgb);
        }
    }

    /// Lossless, 8 bits a channel; equal pixels give equal bytes.
    public static byte[] encode(Pixels pixels) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(SIGNATURE);
        ByteBuffer header = ByteBuffer.allocate(13).putInt(pixels.width()).putInt(pixels.height());
        writeChunk(out, "IHDR", header.put(new byte[] {8, 2, 0, 0, 0}).array()); // 8 bits, RGB
        writeChunk(out, "IDAT", deflate(filtered(pixels)));
        writeChunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    /// Each row as differences to the row above (filter 2), which suits drawings.
    private static byte[] filtered(Pixels pixels) {
        int stride = 3 * pixels.width();
        byte[] rgb = pixels.rgb();
        var rows = new byte[pixels.height() * (stride + 1)];
        for (int y = 0; y < pixels.height(); y++) {
            int to = y * (stride + 1);
            rows[to] = 2;
            for (int x = 0; x < stride; x++) {
                int above = y == 0 ? 0 : rgb[(y - 1) * stride + x];
                rows[to + 1 + x] = (byte) (rgb[y * stride + x] - above);
            }
        }
        return rows;
    }

    private static byte[] deflate(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var deflating = new DeflaterOutputStream(out)) {
            deflating.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // cannot happen: the target is memory
        }
        return out.toByteArray();
    }

    private static void writeChunk(ByteArrayOutputStream out, String type, byte[] body) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        var crc = new CRC32();
        crc.update(name);
        crc.update(body);
        out.writeBytes(ByteBuffer.allocate(4).putInt(body.length).array());
        out.writeBytes(name);
        out.writeBytes(body);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    /// Reads any PNG; transparency is laid over black, and metadata is passed over.
    /// @throws InvalidFileException if it is no PNG, or larger than 8192 pixels a side
    public static Pixels read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try {
            return read(bytes, LONGEST_SIDE);
        } catch (IIOException e) {
            throw new InvalidFileException(file, String.valueOf(e.getMessage()), e);
        }
    }

    /// As above.
    /// @param longestSide pixels
    /// @throws IIOException whose message says what is wrong with the picture
    public static Pixels read(byte[] bytes, int longestSide) throws IIOException {
        if (bytes.length < SIGNATURE.length
                || !Arrays.equals(bytes, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
            throw new IIOException("not a PNG");
        }
        requireSize(bytes, longestSide);
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (ImageInputStream input = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(input, true, true);
            return pixels(reader.read(0));
        } catch (IOException | RuntimeException e) {
            throw new IIOException("a damaged PNG", e);
        } finally {
            reader.dispose();
        }
    }

    /// Width and height stand at the same place in every PNG: nothing is unpacked for them.
    private static void requireSize(byte[] bytes, int longestSide) throws IIOException {
        if (bytes.length < WIDTH_AT + 2 * Integer.BYTES) {
            throw new IIOException("a damaged PNG");
        }
        var header = ByteBuffer.wrap(bytes);
        int width = header.getInt(WIDTH_AT);
        int height = header.getInt(WIDTH_AT + Integer.BYTES);
        if (width > longestSide || height > longestSide) {
            throw new IIOException("%d × %d pixels are too many".formatted(width, height));
        }
    }

    private static BufferedImage scaled(BufferedImage image, int width, int height) {
        var scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var graphics = scaled.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, width, height, null);
        graphics.dispose();
        return scaled;
    }

    private static Pixels pixels(BufferedImage image) {
        if (isGreyWithAlpha(image)) {
            return greys(image);
        }
        var opaque = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        var graphics = opaque.createGraphics();
        graphics.drawImage(image, 0, 0, null);
        graphics.dispose();
        int[] colours = opaque.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        var rgb = new byte[3 * colours.length];
        for (int i = 0; i < colours.length; i++) {
            rgb[3 * i] = (byte) (colours[i] >> 16);
            rgb[3 * i + 1] = (byte) (colours[i] >> 8);
            rgb[3 * i + 2] = (byte) colours[i];
        }
        return new Pixels(image.getWidth(), image.getHeight(), rgb);
    }

    private static boolean isGreyWithAlpha(BufferedImage image) {
        ColorModel colours = image.getColorModel();
        return image.getType() == BufferedImage.TYPE_CUSTOM
                && colours.hasAlpha()
                && colours.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    }

    /// Over black. Java would take the greys of such a picture for linear light and brighten them.
    private static Pixels greys(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        double most = (1 << image.getColorModel().getComponentSize(0)) - 1;
        var rgb = new byte[3 * width * height];
        var greys = new int[width];
        var alphas = new int[width];
        for (int y = 0; y < height; y++) {
            image.getRaster().getSamples(0, y, width, 1, 0, greys);
            image.getRaster().getSamples(0, y, width, 1, 1, alphas);
            for (int x = 0; x < width; x++) {
                int at = 3 * (y * width + x);
                double grey = 255.0 * greys[x] * alphas[x] / (most * most);
                Arrays.fill(rgb, at, at + 3, (byte) Math.round(grey));
            }
        }
        return new Pixels(width, height, rgb);
    }
}
