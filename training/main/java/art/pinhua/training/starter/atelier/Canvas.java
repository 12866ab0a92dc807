package art.pinhua.training.starter.atelier;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;

/// Fills, shades and outlines shapes in the manner of one picture. Lengths are shares of the picture's height.
final class Canvas {
    private static final double HATCH = .021;

    private final Graphics2D graphics;
    private final Tone tone;
    private final double line;
    private final double lightX;
    private final LooseHand hand;

    /// @param lightX -1 for light from the left, 1 from the right
    /// @param scale  of the lines: small forms want thin ones
    Canvas(Graphics2D graphics, Tone tone, Manner manner, double lightX, double scale) {
        this.graphics = graphics;
        this.tone = tone;
        this.lightX = lightX;
        hand = LooseHand.of(manner);
        line = manner.lineWeight() * tone.lineScale() * scale / 128;
    }

    Tone tone() {
        return tone;
    }

    double line() {
        return line;
    }

    void flat(Shape shape, Color colour) {
        graphics.setPaint(tone.ground(colour));
        graphics.fill(shape);
    }

    /// A fill between two colours from top to bottom.
    void wash(Shape shape, Color top, Color bottom) {
        var bounds = shape.getBounds2D();
        graphics.setPaint(new java.awt.GradientPaint(
                0,
                (float) bounds.getMinY(),
                tone.ground(top),
                0,
                (float) Math.max(bounds.getMaxY(), bounds.getMinY() + 1e-3),
                tone.ground(bottom)));
        graphics.fill(shape);
    }

    /// A light that fades to nothing.
    void glow(Spot middle, double radius, Color colour) {
        graphics.setPaint(new java.awt.RadialGradientPaint(
                (float) middle.x(), (float) middle.y(), (float) radius, new float[] {0, 1}, new Color[] {
                    tone.ground(colour), Tone.clear(tone.ground(colour))
                }));
        graphics.fill(Curves.circle(middle, radius));
    }

    /// A part of the figure: lit on one side, shaded on the other, outlined.
    ///
    /// @param depth how far the shade reaches in, 0 for none
    void part(Shape shape, Color colour, double depth) {
        body(shape, colour, depth);
        outline(shape, colour);
    }

    /// A part without its outline.
    void body(Shape shape, Color colour, double depth) {
        var base = tone.figure(colour);
        double reach = depth * tone.shading();
        if (reach <= 0) {
            fill(shape, base);
            return;
        }
        if (tone.hatches()) {
            fill(shape, base);
            within(shape, () -> {
                hatch(shape);
                shifted(shape, lightX * reach * 1.2, -reach * .5, base);
            });
            return;
        }
        fill(shape, tone.shade(base));
        within(shape, () -> {
            shifted(shape, lightX * reach, -reach * .5, tone.halfShade(base));
            shifted(shape, lightX * reach * 1.7, -reach * .8, base);
        });
    }

    private void hatch(Shape shape) {
        var bounds = shape.getBounds2D();
        var lines = new Path2D.Double();
        double first = StrictMath.floor((bounds.getMinX() - bounds.getHeight()) / HATCH) * HATCH;
        for (double x = first; x < bounds.getMaxX(); x += HATCH) {
            lines.moveTo(x, bounds.getMaxY());
            lines.lineTo(x + bounds.getHeight(), bounds.getMinY());
        }
        draw(lines, Tone.withAlpha(tone.ink(Color.BLACK), .55), Math.min(line * .5, .005));
    }

    private void shifted(Shape shape, double dx, double dy, Color colour) {
        graphics.setPaint(colour);
        graphics.fill(AffineTransform.getTranslateInstance(dx, dy).createTransformedShape(shape));
    }

    private void fill(Shape shape, Color colour) {
        graphics.setPaint(colour);
        graphics.fill(shape);
    }

    /// A shadow or a light that falls on a part.
    void on(Shape part, Shape mark, Color colour, double opacity) {
        if (opacity > 0) {
            within(part, () -> fill(mark, Tone.withAlpha(tone.figure(colour), opacity)));
        }
    }

    /// The shade of a colour falling on a part of it.
    void shadeOn(Shape part, Shape mark, Color colour) {
        within(part, () -> fill(mark, Tone.withAlpha(tone.shade(tone.figure(colour)), tone.markOpacity())));
    }

    private void within(Shape shape, Runnable work) {
        var before = graphics.getClip();
        graphics.clip(shape);
        work.run();
        graphics.setClip(before);
    }

    /// Ink around a shape, a little thicker to the lower side away from the light.
    void outline(Shape shape, Color colour) {
        double width = line;
        if (width <= 0) {
            return;
        }
        var ink = tone.ink(colour);
        drawn(shape, ink, width);
        if (hand.drawsTwice()) {
            draw(hand.along(shape, 1), faint(ink, .6 * hand.pressure()), width * .7);
        }
        double press = width * tone.pressure();
        if (press > 0) {
            drawn(
                    AffineTransform.getTranslateInstance(-lightX * press, press).createTransformedShape(shape),
                    ink,
                    width * .8);
        }
    }

    /// A line of the figure, as the hand draws it.
    private void drawn(Shape shape, Color ink, double width) {
        draw(hand.along(shape, 0), faint(ink, hand.pressure()), width);
    }

    private static Color faint(Color ink, double share) {
        return Tone.withAlpha(ink, ink.getAlpha() / 255. * share);
    }

    /// A line inside a part: a fold, a seam.
    void fold(Shape shape, Color colour, double weight) {
        drawn(shape, tone.foldInk(colour), Math.max(line * weight, .004));
    }

    /// A coloured ribbon, without outline.
    void ribbon(Shape shape, Color colour, double width) {
        draw(shape, tone.figure(colour), width);
    }

    /// A ribbon with ink along both sides.
    void band(Shape shape, Color colour, double width) {
        draw(shape, tone.ink(colour), width + 1.6 * line);
        draw(shape, tone.figure(colour), width);
    }

    /// A stroke of the scenery.
    void stroke(Shape shape, Color colour, double width) {
        draw(shape, tone.ground(colour), width);
    }

    /// A line of the scenery, in styles that draw lines there.
    void contour(Shape shape, Color colour) {
        if (tone.drawsScenery()) {
            draw(shape, Tone.withAlpha(tone.ink(colour), .8), line * .5);
        }
    }

    private void draw(Shape shape, Color colour, double width) {
        graphics.setPaint(colour);
        graphics.setStroke(new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.draw(shape);
    }

    /// Paints with the plane turned by `degrees` about a spot, clockwise.
    void turned(double degrees, Spot about, Runnable work) {
        var before = graphics.getTransform();
        graphics.rotate(StrictMath.toRadians(degrees), about.x(), about.y());
        work.run();
        graphics.setTransform(before);
    }
}
