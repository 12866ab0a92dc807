package art.pinhua.training.starter.atelier;

import java.awt.Shape;
import java.awt.geom.FlatteningPathIterator;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;

/// Moves lines off the forms that they belong to, as a quick hand does: lines near each other go astray together.
///
/// @param looseness 0 exact … 1 a pixel or more of 128 beside the form
/// @param shift     where this picture looks up its noise
record LooseHand(double looseness, float shift) {
    /// How far the loosest line strays, as a share of the picture's height.
    private static final double REACH = .02;

    /// Strays to and fro within a head of an adult, and within an eye's width.
    private static final float WIDE = 9;

    private static final float NARROW = 34;
    private static final double FLATNESS = 5e-4;
    private static final double DRAWN_TWICE = .6;

    static LooseHand of(Manner manner) {
        return new LooseHand(manner.looseness(), (manner.detail() >>> 12 & 0xFFF) / 16f);
    }

    /// Whether forms get a second, fainter line.
    boolean drawsTwice() {
        return looseness > DRAWN_TWICE;
    }

    /// How dark a line is: a loose hand presses less.
    double pressure() {
        return 1 - .4 * looseness;
    }

    /// @param stroke 0 for the first line, 1 for the second
    Shape along(Shape shape, int stroke) {
        if (looseness == 0) {
            return shape;
        }
        var strayed = new Path2D.Double();
        var point = new double[6];
        for (var path = new FlatteningPathIterator(shape.getPathIterator(null), FLATNESS);
                !path.isDone();
                path.next()) {
            int kind = path.currentSegment(point);
            if (kind == PathIterator.SEG_CLOSE) {
                strayed.closePath();
                continue;
            }
            double x = point[0] + strays(point, 101 + 40 * stroke);
            double y = point[1] + strays(point, 113 + 40 * stroke);
            if (kind == PathIterator.SEG_MOVETO) {
                strayed.moveTo(x, y);
            } else {
                strayed.lineTo(x, y);
            }
        }
        return strayed;
    }

    private double strays(double[] point, int channel) {
        float x = (float) point[0];
        float y = (float) point[1];
        float wide = Grain.at(x * WIDE + shift + channel, y * WIDE + shift * 1.7f + channel * 2.3f);
        float narrow = Grain.at(x * NARROW + shift * 1.3f + channel, y * NARROW + shift + channel * 1.9f);
        return looseness * REACH * (.75 * wide + .25 * narrow);
    }
}
