package art.pinhua.training.starter.atelier;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/// Paints a background. Backgrounds keep to pale, greyed or very dark colours, which leaves strong hues to the figure.
abstract class Scenery {
    final Canvas canvas;
    final Draw draw;

    Scenery(Canvas canvas, long detail) {
        this.canvas = canvas;
        draw = new Draw(detail, 1);
    }

    static Scenery of(Canvas canvas, Scene scene) {
        long detail = scene.manner().detail();
        return switch (scene.background()) {
            case PLAIN -> new Studio(canvas, detail);
            case SKY -> new Meadow(canvas, detail);
            case MOUNTAIN -> new Mountains(canvas, detail);
            case BAMBOO -> new Grove(canvas, detail);
            case NIGHT -> new Moonlight(canvas, detail);
            case ROOM -> new Chamber(canvas, detail);
        };
    }

    abstract void paint();

    /// Colour of the shadow that the figure throws.
    abstract Color shadow();

    final double between(double low, double high) {
        return draw.between(low, high);
    }

    final void sheet(Color top, Color bottom, double from, double to) {
        canvas.wash(new Rectangle2D.Double(-.1, from, 1.2, to - from), top, bottom);
    }

    /// The land below a jagged or rolling skyline.
    ///
    /// @param rough 0 rolling … 1 jagged
    final Shape ridge(double base, double height, double rough) {
        int count = rough > .5 ? 17 : 9;
        var heights = new double[count];
        heights[0] = draw.unit();
        heights[count - 1] = draw.unit();
        displace(heights, 0, count - 1, 1);
        var points = new double[2 * (count + 2)];
        for (int i = 0; i < count; i++) {
            points[2 * i] = -.15 + 1.3 * i / (count - 1);
            points[2 * i + 1] = base - height * heights[i];
        }
        Path2D path;
        if (rough > .5) {
            path = Curves.lines(java.util.Arrays.copyOf(points, 2 * count));
        } else {
            path = Curves.open(java.util.Arrays.copyOf(points, 2 * count));
        }
        path.lineTo(1.2, 1.1);
        path.lineTo(-.2, 1.1);
        path.closePath();
        return path;
    }

    private void displace(double[] heights, int from, int to, double spread) {
        if (to - from < 2) {
            return;
        }
        int middle = (from + to) / 2;
        heights[middle] = Math.clamp((heights[from] + heights[to]) / 2 + spread * between(-.55, .55), 0, 1);
        displace(heights, from, middle, spread * .55);
        displace(heights, middle, to, spread * .55);
    }

    final void tuft(double x, double y, double size, Color colour) {
        for (int i = -1; i <= 1; i++) {
            canvas.stroke(
                    Curves.open(x + i * size * .2, y, x + i * size * .4, y - size * .6, x + i * size * .8, y - size),
                    colour,
                    .006);
        }
    }
}
