package art.pinhua.training.starter;

import static art.pinhua.training.starter.Brush.blob;
import static art.pinhua.training.starter.Brush.ellipse;
import static art.pinhua.training.starter.Brush.mix;
import static art.pinhua.training.starter.Brush.polygon;

import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/// Paints the six backgrounds. They keep to pale, greyed or very dark colours, which leaves strong hues to the
/// figure.
final class Scenery {
    private static final Color CREAM = new Color(243, 236, 222);
    private static final Color SKY_HIGH = new Color(112, 186, 240);
    private static final Color SKY_LOW = new Color(206, 234, 250);
    private static final Color MEADOW = new Color(158, 204, 104);
    private static final Color MIST = new Color(228, 230, 224);
    private static final Color PEAK = new Color(126, 146, 158);
    private static final Color GROVE = new Color(214, 228, 176);
    private static final Color STALK = new Color(122, 162, 70);
    private static final Color NIGHT_HIGH = new Color(18, 22, 58);
    private static final Color NIGHT_LOW = new Color(46, 52, 104);
    private static final Color MOON = new Color(252, 244, 208);
    private static final Color WALL = new Color(186, 148, 116);
    private static final Color FLOOR = new Color(122, 84, 60);
    private static final Color WINDOW = new Color(250, 238, 196);

    private final Brush brush;
    private final Style style;
    private int drawn;

    Scenery(Brush brush, Style style) {
        this.brush = brush;
        this.style = style;
    }

    void paint(Background background) {
        switch (background) {
            case PLAIN -> plain();
            case SKY -> sky();
            case MOUNTAIN -> mountain();
            case BAMBOO -> bamboo();
            case NIGHT -> night();
            case ROOM -> room();
        }
    }

    private double unit() {
        return Counter.unit(style.detail(), Stream.SCENE, 0, drawn++);
    }

    private double between(double low, double high) {
        return low + (high - low) * unit();
    }

    private void wash(Color top, Color bottom, double from, double to) {
        brush.flat(
                new Rectangle2D.Double(0, from, 1, to - from),
                new GradientPaint(0, (float) from, brush.tint(top), 0, (float) to, brush.tint(bottom)));
    }

    private void plain() {
        var paper = mix(CREAM, new Color(226, 228, 232), unit());
        wash(paper, mix(paper, Color.GRAY, .06), 0, 1);
        shadow(new Color(196, 188, 180));
    }

    private void sky() {
        wash(SKY_HIGH, SKY_LOW, 0, 1);
        for (int i = 0; i < 2; i++) {
            double x = i == 0 ? between(.05, .3) : between(.7, .95);
            double y = between(.1, .42);
            double size = between(.08, .12);
            for (int puff = -1; puff <= 1; puff++) {
                double r = puff == 0 ? size : size * .68;
                brush.flat(ellipse(x + puff * size, y + (puff == 0 ? 0 : size * .25), r, r * .62), Color.WHITE);
            }
        }
        double tilt = between(-.04, .04);
        brush.flat(polygon(0, .84 + tilt, 1, .84 - tilt, 1, 1, 0, 1), MEADOW);
        shadow(new Color(124, 172, 84));
    }

    private void mountain() {
        wash(new Color(238, 236, 228), MIST, 0, 1);
        brush.flat(range(.34, .18), mix(PEAK, MIST, .55));
        brush.flat(range(.52, .16), mix(PEAK, MIST, .22));
        brush.flat(range(.72, .10), PEAK);
        wash(new Color(196, 200, 190), new Color(176, 182, 170), .86, 1);
        shadow(new Color(146, 152, 144));
    }

    private Path2D range(double base, double height) {
        double left = between(.1, .3);
        double right = between(.68, .92);
        double valley = between(.44, .58);
        return polygon(
                -.1,
                base + .12,
                left,
                base - height * between(.6, 1),
                valley,
                base + .06,
                right,
                base - height * between(.6, 1),
                1.1,
                base + .12,
                1.1,
                1,
                -.1,
                1);
    }

    private void bamboo() {
        wash(new Color(230, 238, 200), GROVE, 0, 1);
        for (int i = 0; i < 3; i++) {
            stalk((i + between(.2, .8)) / 3, mix(STALK, GROVE, .55), .028);
        }
        stalk(between(.05, .2), STALK, .05);
        stalk(between(.8, .95), STALK, .05);
        wash(new Color(168, 190, 116), new Color(150, 174, 100), .9, 1);
        shadow(new Color(120, 146, 78));
    }

    private void stalk(double x, Color colour, double width) {
        double lean = between(-.05, .05);
        brush.ribbon(colour, width, x, -.1, x + lean, 1.1);
        double first = between(0, .2);
        for (double y = first; y < 1; y += .22) {
            double here = x + lean * y;
            brush.ribbon(Brush.shade(colour), .014, here - width / 2, y, here + width / 2, y);
            double side = unit() < .5 ? -1 : 1;
            brush.flat(
                    blob(here, y, here + side * .06, y - .01, here + side * .16, y + .07, here + side * .05, y + .05),
                    colour);
        }
    }

    private void night() {
        wash(NIGHT_HIGH, NIGHT_LOW, 0, 1);
        for (int i = 0; i < 14; i++) {
            double r = between(.006, .012);
            brush.flat(ellipse(unit(), between(0, .72), r, r), new Color(236, 236, 210));
        }
        double x = unit() < .5 ? between(.1, .2) : between(.8, .9);
        double y = between(.12, .22);
        brush.flat(ellipse(x, y, .085, .085), MOON);
        brush.flat(blob(-.2, .9, .3, .8, .7, .86, 1.2, .8, 1.2, 1.2, -.2, 1.2), new Color(26, 30, 54));
        shadow(new Color(14, 16, 34));
    }

    private void room() {
        wash(WALL, mix(WALL, FLOOR, .15), 0, .82);
        double x = unit() < .5 ? between(.14, .2) : between(.8, .86);
        double y = between(.26, .36);
        brush.flat(new Rectangle2D.Double(x - .13, y - .16, .26, .32), new Color(108, 70, 48));
        for (int i = 0; i < 4; i++) {
            brush.flat(
                    new Rectangle2D.Double(x + (i % 2 == 0 ? -.11 : .01), y + (i < 2 ? -.14 : .01), .10, .13), WINDOW);
        }
        wash(FLOOR, mix(FLOOR, Color.BLACK, .2), .82, 1);
        brush.flat(new Rectangle2D.Double(0, .805, 1, .025), new Color(92, 60, 44));
        shadow(new Color(74, 48, 36));
    }

    /// The ground under the figure.
    private void shadow(Color colour) {
        brush.flat(ellipse(.5 + Stance.OFF_MIDDLE * style.asymmetry(), Stance.GROUND, .2, .028), colour);
    }
}
