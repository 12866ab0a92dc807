package art.pinhua.training.starter;

import java.awt.Graphics2D;

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
        return Supersampled.draw(
                size, SUPERSAMPLING, graphics -> paint(scene, graphics, withFigure), (pixels, side) -> {});
    }

    private static void paint(Scene scene, Graphics2D graphics, boolean withFigure) {
        var brush = new Brush(graphics, scene.style());
        new Scenery(brush, scene.style()).paint(scene.background());
        if (withFigure) {
            new Portrait(brush, scene).paint();
        }
    }
}
