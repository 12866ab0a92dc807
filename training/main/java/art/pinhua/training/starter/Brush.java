package art.pinhua.training.starter;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.LinearGradientPaint;
import java.awt.Paint;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;

/// Paints flat shapes with outlines in a style. Lengths are shares of the picture's height, y points down.
final class Brush {
    private static final Color INK = new Color(52, 36, 44);

    private final Graphics2D graphics;
    private final Style style;
    private final double line;
    private final Color ink;

    Brush(Graphics2D graphics, Style style) {
        this.graphics = graphics;
        this.style = style;
        line = style.lineWeight() / 64;
        var tinted = tint(INK);
        ink = new Color(
                tinted.getRed(), tinted.getGreen(), tinted.getBlue(), (int) Math.round(255 - 110 * style.looseness()));
    }

    double line() {
        return line;
    }

    /// The colour under the style's light.
    Color tint(Color colour) {
        double warmth = style.warmth();
        return new Color(
                channel(colour.getRed() * (1 + .05 * warmth)),
                channel(colour.getGreen() * (1 + .01 * warmth)),
                channel(colour.getBlue() * (1 - .09 * warmth)),
                colour.getAlpha());
    }

    static Color mix(Color one, Color other, double share) {
        return new Color(
                channel(one.getRed() + share * (other.getRed() - one.getRed())),
                channel(one.getGreen() + share * (other.getGreen() - one.getGreen())),
                channel(one.getBlue() + share * (other.getBlue() - one.getBlue())));
    }

    static Color withAlpha(Color colour, int alpha) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha);
    }

    /// Fills without an outline.
    void flat(Shape shape, Color colour) {
        graphics.setPaint(tint(colour));
        graphics.fill(shape);
    }

    void flat(Shape shape, Paint paint) {
        graphics.setPaint(paint);
        graphics.fill(shape);
    }

    /// Fills with light from the left: two tones whose edge lies at `edge` of the shape's width.
    void body(Shape shape, Color colour, double edge) {
        var bounds = shape.getBounds2D();
        double left = bounds.getMinX();
        double right = Math.max(bounds.getMaxX(), left + 1e-3);
        var light = tint(mix(colour, Color.WHITE, .07));
        var dark = tint(shade(colour));
        float at = (float) edge;
        graphics.setPaint(new LinearGradientPaint(
                (float) left,
                (float) bounds.getMinY(),
                (float) right,
                (float) (bounds.getMinY() + bounds.getHeight() * .12),
                new float[] {0, at, at + .08f, 1},
                new Color[] {light, light, dark, dark}));
        graphics.fill(shape);
        outline(shape);
    }

    static Color shade(Color colour) {
        return new Color(
                channel(colour.getRed() * .80), channel(colour.getGreen() * .78), channel(colour.getBlue() * .86));
    }

    void outline(Shape shape) {
        double shift = style.looseness() * .35 / 64;
        var before = graphics.getTransform();
        graphics.translate(shift, -shift);
        stroke(shape, ink, line);
        graphics.setTransform(before);
    }

    /// A round-ended bone of constant width with an outline.
    void limb(Color colour, double width, double... points) {
        var path = path(points);
        stroke(path, ink, width + 2 * line * .8);
        stroke(path, tint(colour), width);
    }

    void stroke(Shape shape, Color colour, double width) {
        graphics.setPaint(colour);
        graphics.setStroke(new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.draw(shape);
    }

    void fold(Color colour, double x1, double y1, double x2, double y2) {
        stroke(new Line2D.Double(x1, y1, x2, y2), tint(mix(shade(colour), INK, .25)), line * .8);
    }

    void ribbon(Color colour, double width, double... points) {
        stroke(path(points), tint(colour), width);
    }

    /// Paints `work` turned by `angle` radians about a point.
    void turned(double angle, double x, double y, Runnable work) {
        var before = graphics.getTransform();
        graphics.rotate(angle, x, y);
        work.run();
        graphics.setTransform(before);
    }

    /// Paints `work` mirrored about the upright line at x.
    void mirrored(double x, Runnable work) {
        var before = graphics.getTransform();
        graphics.transform(new AffineTransform(-1, 0, 0, 1, 2 * x, 0));
        work.run();
        graphics.setTransform(before);
    }

    static Ellipse2D ellipse(double x, double y, double radiusX, double radiusY) {
        return new Ellipse2D.Double(x - radiusX, y - radiusY, 2 * radiusX, 2 * radiusY);
    }

    static Path2D path(double... points) {
        var path = new Path2D.Double();
        path.moveTo(points[0], points[1]);
        for (int i = 2; i < points.length; i += 2) {
            path.lineTo(points[i], points[i + 1]);
        }
        return path;
    }

    static Path2D polygon(double... points) {
        var path = path(points);
        path.closePath();
        return path;
    }

    /// A closed curve through the middles of the edges, with the given points as its controls.
    static Path2D blob(double... points) {
        var path = new Path2D.Double();
        int count = points.length / 2;
        for (int i = 0; i <= count; i++) {
            int here = i % count * 2;
            int next = (i + 1) % count * 2;
            double x = (points[here] + points[next]) / 2;
            double y = (points[here + 1] + points[next + 1]) / 2;
            if (i == 0) {
                path.moveTo(x, y);
            } else {
                path.quadTo(points[here], points[here + 1], x, y);
            }
        }
        path.closePath();
        return path;
    }

    private static int channel(double value) {
        return (int) Math.clamp(Math.round(value), 0, 255);
    }
}
