package art.pinhua.training.starter.atelier;

import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;

/// Shapes from points. A smooth curve passes through all of its points (Catmull-Rom splines as Bézier curves); a point
/// given twice is a corner.
final class Curves {
    private Curves() {}

    static Path2D smooth(double... points) {
        return spline(points, true);
    }

    static Path2D open(double... points) {
        return spline(points, false);
    }

    static Path2D polygon(double... points) {
        var path = lines(points);
        path.closePath();
        return path;
    }

    static Path2D lines(double... points) {
        var path = new Path2D.Double();
        path.moveTo(points[0], points[1]);
        for (int i = 2; i < points.length; i += 2) {
            path.lineTo(points[i], points[i + 1]);
        }
        return path;
    }

    static Ellipse2D ellipse(double x, double y, double radiusX, double radiusY) {
        return new Ellipse2D.Double(x - radiusX, y - radiusY, 2 * radiusX, 2 * radiusY);
    }

    static Ellipse2D circle(Spot middle, double radius) {
        return ellipse(middle.x(), middle.y(), radius, radius);
    }

    /// A round-ended tube along joints, with a radius at each.
    static Path2D tube(List<Spot> joints, double... radii) {
        int last = joints.size() - 1;
        var right = new ArrayList<Spot>();
        var left = new ArrayList<Spot>();
        for (int i = 0; i <= last; i++) {
            double way = joints.get(Math.max(i - 1, 0)).degreesTo(joints.get(Math.min(i + 1, last)));
            left.add(joints.get(i).along(way + 90, radii[i]));
            right.add(joints.get(i).along(way - 90, radii[i]));
        }
        double opening = joints.get(1).degreesTo(joints.getFirst());
        double closing = joints.get(last - 1).degreesTo(joints.get(last));
        var around = new ArrayList<Spot>(left);
        around.add(joints.get(last).along(closing, radii[last]));
        around.addAll(right.reversed());
        around.add(joints.getFirst().along(opening, radii[0]));
        return through(around);
    }

    static Path2D through(List<Spot> spots) {
        return spline(coordinates(spots), true);
    }

    static double[] coordinates(List<Spot> spots) {
        var points = new double[2 * spots.size()];
        for (int i = 0; i < spots.size(); i++) {
            points[2 * i] = spots.get(i).x();
            points[2 * i + 1] = spots.get(i).y();
        }
        return points;
    }

    private static Path2D spline(double[] points, boolean closed) {
        int count = points.length / 2;
        var path = new Path2D.Double();
        path.moveTo(points[0], points[1]);
        int pieces = closed ? count : count - 1;
        for (int i = 0; i < pieces; i++) {
            int before = closed ? (i + count - 1) % count : Math.max(i - 1, 0);
            int next = (i + 1) % count;
            int after = closed ? (i + 2) % count : Math.min(i + 2, count - 1);
            path.curveTo(
                    points[2 * i] + (points[2 * next] - points[2 * before]) / 6,
                    points[2 * i + 1] + (points[2 * next + 1] - points[2 * before + 1]) / 6,
                    points[2 * next] - (points[2 * after] - points[2 * i]) / 6,
                    points[2 * next + 1] - (points[2 * after + 1] - points[2 * i + 1]) / 6,
                    points[2 * next],
                    points[2 * next + 1]);
        }
        if (closed) {
            path.closePath();
        }
        return path;
    }
}
