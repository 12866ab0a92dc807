package art.pinhua.training.starter.atelier;

import art.pinhua.training.starter.Raster;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/// Draws scenes with Java2D at three times their size, lets the brush finish the surface, and averages down.
public final class Painting {
    private static final int SUPERSAMPLING = 3;
    private static final double OFF_MIDDLE = .085;

    private Painting() {}

    /// @param size width and height in pixels, at least 16
    public static Raster render(Scene scene, int size) {
        return draw(scene, size, true);
    }

    /// The same scene without the figure.
    public static Raster scenery(Scene scene, int size) {
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
        var pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        Surface.finish(pixels, large, SUPERSAMPLING, scene);
        return average(pixels, size);
    }

    private static void paint(Scene scene, Graphics2D graphics, int size, boolean withFigure) {
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.scale(size, size);
        var manner = scene.manner();
        var tone = new Tone(scene.brush(), manner);
        var scenery = Scenery.of(new Canvas(graphics, tone, manner, -1, 1), scene);
        scenery.paint();
        if (!withFigure) {
            return;
        }
        double ground = .955 - .06 * new Draw(manner.detail(), 2).unit() * (.88 - manner.scale()) / .14;
        var skeleton = Skeleton.of(scene.figure(), manner, ground);
        double scale = Math.clamp(.5 + 1.6 * skeleton.head(), .62, 1);
        var canvas = new Canvas(graphics, tone, manner, manner.mirrored() ? 1 : -1, scale);
        graphics.translate(OFF_MIDDLE * manner.place(), 0);
        if (manner.mirrored()) {
            graphics.translate(1, 0);
            graphics.scale(-1, 1);
        }
        shadow(canvas, scenery, skeleton);
        new Portrait(canvas, scene, skeleton).paint();
    }

    private static void shadow(Canvas canvas, Scenery scenery, Skeleton at) {
        double left = Math.min(at.ankles()[0].x(), at.ankles()[1].x());
        double right = Math.max(at.ankles()[0].x(), at.ankles()[1].x());
        double half = (right - left) / 2 + at.girth().shoulder() * .8;
        canvas.flat(
                Curves.ellipse((left + right) / 2 + .01, at.ground() + .004, half, Math.max(half * .16, .02)),
                Tone.withAlpha(scenery.shadow(), .75));
    }

    private static Raster average(int[] packed, int size) {
        int large = size * SUPERSAMPLING;
        int samples = SUPERSAMPLING * SUPERSAMPLING;
        var rgb = new byte[size * size * 3];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int red = 0;
                int green = 0;
                int blue = 0;
                for (int row = 0; row < SUPERSAMPLING; row++) {
                    int at = (y * SUPERSAMPLING + row) * large + x * SUPERSAMPLING;
                    for (int column = 0; column < SUPERSAMPLING; column++) {
                        int pixel = packed[at + column];
                        red += pixel >> 16 & 255;
                        green += pixel >> 8 & 255;
                        blue += pixel & 255;
                    }
                }
                int to = (y * size + x) * 3;
                rgb[to] = (byte) ((red + samples / 2) / samples);
                rgb[to + 1] = (byte) ((green + samples / 2) / samples);
                rgb[to + 2] = (byte) ((blue + samples / 2) / samples);
            }
        }
        return new Raster(size, size, rgb);
    }
}
