package art.pinhua.generation;

import art.pinhua.training.contract.EngineRequest;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/// What the fake engine draws.
final class FakePainting {
    private FakePainting() {}

    /// Coloured squares, different for every prompt, model and seed, over the picture to start from.
    static Path draw(EngineRequest.Generate request, int index, String name) {
        long seed = request.seeds().get(index) * 31
                + request.prompt().hashCode() * 17L
                + request.model().hashCode();
        var random = new SplittableRandom(seed);
        var image = new BufferedImage(request.width(), request.height(), BufferedImage.TYPE_INT_RGB);
        var canvas = image.createGraphics();
        EngineRequest.Start start = request.start();
        if (start != null) {
            canvas.drawImage(read(start.image()), 0, 0, null);
        }
        for (int i = 0; i < (start == null ? 40 : 4); i++) {
            canvas.setColor(new Color(random.nextInt(1 << 24)));
            canvas.fillRect(random.nextInt(request.width()), random.nextInt(request.height()), 20, 20);
        }
        canvas.dispose();
        if (start != null && start.mask() != null) {
            putBack(read(start.image()), read(start.mask()), image);
        }
        try {
            Path file = Path.of(request.folder(), name + ".png");
            ImageIO.write(image, "png", file.toFile());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What the mask leaves dark.
    private static void putBack(BufferedImage start, BufferedImage mask, BufferedImage image) {
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int at = mask.getRGB(x * mask.getWidth() / image.getWidth(), y * mask.getHeight() / image.getHeight());
                if ((at & 0xff0000) == 0) {
                    image.setRGB(x, y, start.getRGB(x, y));
                }
            }
        }
    }

    private static BufferedImage read(String file) {
        try {
            return ImageIO.read(Path.of(file).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
