package art.pinhua.campaign;

import art.pinhua.platform.problem.CommonProblem;
import art.pinhua.platform.problem.ProblemException;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/// Ways to make an image certainly worse, whatever one's taste. Size and format stay, so that only the picture tells.
enum Degradation {
    /// A sixth of the detail.
    BLUR {
        @Override
        BufferedImage apply(BufferedImage image, RandomGenerator random) {
            return scaled(image, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        }
    },
    /// Coarse squares.
    MOSAIC {
        @Override
        BufferedImage apply(BufferedImage image, RandomGenerator random) {
            return scaled(image, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        }
    },
    /// Every value moved at random by up to a third of the range.
    NOISE {
        @Override
        BufferedImage apply(BufferedImage image, RandomGenerator random) {
            var noisy = blank(image);
            for (int y = 0; y < image.getHeight(); y++) {
                for (int x = 0; x < image.getWidth(); x++) {
                    int colour = image.getRGB(x, y);
                    noisy.setRGB(
                            x,
                            y,
                            moved(colour >> 16, random) << 16
                                    | moved(colour >> 8, random) << 8
                                    | moved(colour, random));
                }
            }
            return noisy;
        }
    },
    /// A four by four grid of tiles, dealt anew.
    SHUFFLE {
        @Override
        BufferedImage apply(BufferedImage image, RandomGenerator random) {
            var tiles =
                    TaskPlan.shuffled(IntStream.range(0, GRID * GRID).boxed().toList(), random);
            var dealt = blank(image);
            var canvas = dealt.createGraphics();
            canvas.drawImage(image, 0, 0, null);
            int width = image.getWidth() / GRID;
            int height = image.getHeight() / GRID;
            for (int i = 0; i < tiles.size(); i++) {
                var tile = image.getSubimage(tiles.get(i) % GRID * width, tiles.get(i) / GRID * height, width, height);
                canvas.drawImage(tile, i % GRID * width, i / GRID * height, null);
            }
            canvas.dispose();
            return dealt;
        }
    };

    private static final int COARSE = 6;
    private static final int GRID = 4;
    private static final int MOST_NOISE = 85;

    abstract BufferedImage apply(BufferedImage image, RandomGenerator random);

    /// The degraded copy of a PNG, as a PNG.
    byte[] of(byte[] png, RandomGenerator random) {
        return encode(apply(decode(png), random));
    }

    static BufferedImage decode(byte[] bytes) {
        try {
            var image = ImageIO.read(new ByteArrayInputStream(bytes));
            if (image == null) {
                throw new ProblemException(CommonProblem.NOT_FOUND, "The stored bytes are no image.");
            }
            return image;
        } catch (IOException e) {
            throw new UncheckedIOException("stored image cannot be read", e);
        }
    }

    /// PNG without any metadata, by the same encoder for every image.
    static byte[] encode(BufferedImage image) {
        var plain = blank(image);
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

    private static BufferedImage blank(BufferedImage like) {
        return new BufferedImage(like.getWidth(), like.getHeight(), BufferedImage.TYPE_INT_RGB);
    }

    private static int moved(int value, RandomGenerator random) {
        return Math.clamp((value & 0xff) + random.nextInt(-MOST_NOISE, MOST_NOISE + 1), 0, 0xff);
    }

    /// Down to a sixth by averages, and up again.
    private static BufferedImage scaled(BufferedImage image, Object up) {
        int width = Math.max(1, image.getWidth() / COARSE);
        int height = Math.max(1, image.getHeight() / COARSE);
        var small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var down = small.createGraphics();
        down.drawImage(image.getScaledInstance(width, height, java.awt.Image.SCALE_AREA_AVERAGING), 0, 0, null);
        down.dispose();
        var large = blank(image);
        var canvas = large.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_INTERPOLATION, up);
        canvas.drawImage(small, 0, 0, image.getWidth(), image.getHeight(), null);
        canvas.dispose();
        return large;
    }
}
