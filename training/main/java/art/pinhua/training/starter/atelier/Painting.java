package art.pinhua.training.starter.atelier;

import art.pinhua.training.starter.Raster;
import art.pinhua.training.starter.Supersampled;
import java.awt.Graphics2D;

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
        return Supersampled.draw(
                size,
                SUPERSAMPLING,
                graphics -> paint(scene, graphics, withFigure),
                (pixels, side) -> Surface.finish(pixels, side, SUPERSAMPLING, scene));
    }

    private static void paint(Scene scene, Graphics2D graphics, boolean withFigure) {
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
}
