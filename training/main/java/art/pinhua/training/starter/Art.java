package art.pinhua.training.starter;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/// Draws scenes with Java2D at twice their size and averages down.
public final class Art {
    private static final int SUPERSAMPLING = 2;

    private Art() {}

    /// @param size width and height in pixels, at least 16
    public static Raster render(Scene scene, int size) {
        return draw(scene, size, true);
    }

    /// The same scene without the figure.
    static Raster scenery(Scene scene, int size) {
        return draw(scene, size, false);
    }

    private static Raster draw(Scene scene, int size, boolean withFigure) {
        if (size < 16) {
            throw new IllegalArgumentException("a picture needs at least 16 pixels a side, asked for " + size);
        }
        int large = size * SUPERSAMPLING;
        var image = new BufferedImage(large, large, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        try {
            paint(scene, graphics, large, withFigure);
        } finally {
            graphics.dispose();
        }
        return average(((DataBufferInt) image.getRaster().getDataBuffer()).getData(), size);
    }

    private static void paint(Scene scene, Graphics2D graphics, int size, boolean withFigure) {
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.scale(size, size);
        var brush = new Brush(graphics, scene.style());
        new Scenery(brush, scene.style()).paint(scene.background());
        if (withFigure) {
            new Portrait(brush, scene).paint();
        }
    }

    private static Raster average(int[] packed, int size) {
        int large = size * SUPERSAMPLING;
        var rgb = new byte[size * size * 3];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int at = y * SUPERSAMPLING * large + x * SUPERSAMPLING;
                for (int c = 0; c < 3; c++) {
                    int shift = 16 - 8 * c;
                    int sum = (packed[at] >> shift & 255)
                            + (packed[at + 1] >> shift & 255)
                            + (packed[at + large] >> shift & 255)
                            + (packed[at + large + 1] >> shift & 255);
                    rgb[(y * size + x) * 3 + c] = (byte) ((sum + 2) / 4);
                }
            }
        }
        return new Raster(size, size, rgb);
    }
}
