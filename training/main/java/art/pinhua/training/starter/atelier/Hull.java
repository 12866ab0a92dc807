package art.pinhua.training.starter.atelier;

import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Cloth drawn over circles and points: their convex hull.
final class Hull {
    private static final int AROUND = 14;

    private final List<Spot> spots = new ArrayList<>();

    Hull circle(Spot middle, double radius) {
        for (int i = 0; i < AROUND; i++) {
            spots.add(middle.along(360.0 * i / AROUND, radius));
        }
        return this;
    }

    Hull spot(Spot spot) {
        spots.add(spot);
        return this;
    }

    Hull spot(double x, double y) {
        return spot(new Spot(x, y));
    }

    Path2D shape() {
        var sorted = spots.stream()
                .sorted(Comparator.comparingDouble(Spot::x).thenComparingDouble(Spot::y))
                .toList();
        var around = half(sorted);
        var back = half(sorted.reversed());
        around.removeLast();
        back.removeLast();
        around.addAll(back);
        return Curves.polygon(Curves.coordinates(around));
    }

    private static List<Spot> half(List<Spot> sorted) {
        var chain = new ArrayList<Spot>();
        for (var spot : sorted) {
            while (chain.size() > 1 && !turnsLeft(chain.get(chain.size() - 2), chain.getLast(), spot)) {
                chain.removeLast();
            }
            chain.add(spot);
        }
        return chain;
    }

    private static boolean turnsLeft(Spot a, Spot b, Spot c) {
        return (b.x() - a.x()) * (c.y() - a.y()) - (b.y() - a.y()) * (c.x() - a.x()) > 0;
    }
}
