package art.pinhua.campaign;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/// PNG in and out. What goes out is drawn anew by one encoder and carries no metadata.
final class Pictures {
    private Pictures() {}

    static BufferedImage decode(byte[] bytes) {
        try {
            var image = ImageIO.read(new ByteArrayInputStream(bytes));
            if (image == null) {
                throw new IllegalStateException("stored bytes are no image");
            }
            return image;
        } catch (IOException e) {
            throw new UncheckedIOException("stored image cannot be read", e);
        }
    }

    static byte[] encode(BufferedImage image) {
        var plain = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        var canvas = plain.createGraphics();
        canvas.drawImage(image, 0, 0, null);
        canvas.dispose();
        try (var out = new ByteArrayOutputStream()) {
            ImageIO.write(plain, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("image cannot be encoded", e);
        }
    }
}
