package art.pinhua.training.starter.atelier;

import java.awt.Color;
import java.awt.geom.Rectangle2D;

/// 室内: a plastered wall with a lattice window and a scroll, floor boards, a stand with a vase.
final class Chamber extends Scenery {
    private static final Color WALL = new Color(206, 176, 146);
    private static final Color WALL_LOW = new Color(184, 150, 122);
    private static final Color FLOOR = new Color(138, 98, 72);
    private static final Color FLOOR_DEEP = new Color(106, 74, 56);
    private static final Color WOOD = new Color(98, 66, 50);
    private static final Color DAY = new Color(250, 240, 206);

    Chamber(Canvas canvas, long detail) {
        super(canvas, detail);
    }

    @Override
    void paint() {
        sheet(WALL, WALL_LOW, -.1, .82);
        boolean left = draw.heads(.5);
        double window = left ? between(.13, .20) : between(.80, .87);
        double other = 1 - window;
        if (draw.heads(.5)) {
            moonWindow(window, between(.27, .34));
        } else {
            lattice(window, between(.26, .34));
        }
        if (draw.heads(.7)) {
            scroll(other, between(.12, .18));
        }
        canvas.flat(new Rectangle2D.Double(-.1, .79, 1.2, .035), WOOD);
        sheet(FLOOR, FLOOR_DEEP, .82, 1.1);
        double vanish = between(.4, .6);
        for (int i = -4; i <= 5; i++) {
            double x = vanish + i * .13;
            canvas.stroke(Curves.lines(x, .825, vanish + (x - vanish) * 2.2, 1.02), FLOOR_DEEP, .006);
        }
        canvas.contour(Curves.lines(-.1, .822, 1.1, .822), WOOD);
        if (draw.heads(.65)) {
            stand(other + (left ? .03 : -.03), .86);
        }
    }

    private void moonWindow(double x, double y) {
        double r = .135;
        canvas.flat(Curves.circle(new Spot(x, y), r + .018), WOOD);
        canvas.flat(Curves.circle(new Spot(x, y), r), DAY);
        canvas.flat(
                Curves.smooth(
                        x - r * .8,
                        y + r * .5,
                        x - r * .3,
                        y + r * .1,
                        x + r * .3,
                        y + r * .35,
                        x + r * .8,
                        y + r * .3,
                        x + r * .5,
                        y + r * .8,
                        x - r * .5,
                        y + r * .8),
                new Color(206, 214, 180));
        for (int i = -1; i <= 1; i++) {
            double half = StrictMath.sqrt(r * r - r * r * i * i * .25);
            canvas.stroke(Curves.lines(x + i * r * .5, y - half, x + i * r * .5, y + half), WOOD, .009);
        }
        canvas.stroke(Curves.lines(x - r, y, x + r, y), WOOD, .009);
    }

    private void lattice(double x, double y) {
        canvas.flat(new Rectangle2D.Double(x - .135, y - .17, .27, .34), WOOD);
        canvas.wash(new Rectangle2D.Double(x - .115, y - .15, .23, .30), DAY, new Color(244, 224, 184));
        for (int i = 1; i < 4; i++) {
            double at = x - .115 + .23 * i / 4;
            canvas.stroke(Curves.lines(at, y - .15, at, y + .15), WOOD, .008);
        }
        for (int i = 1; i < 5; i++) {
            double at = y - .15 + .30 * i / 5;
            canvas.stroke(Curves.lines(x - .115, at, x + .115, at), WOOD, .008);
        }
    }

    private void scroll(double x, double y) {
        canvas.flat(new Rectangle2D.Double(x - .055, y, .11, .36), new Color(228, 214, 190));
        canvas.flat(new Rectangle2D.Double(x - .042, y + .03, .084, .29), new Color(246, 240, 226));
        canvas.stroke(
                Curves.open(x - .03, y + .24, x - .005, y + .13, x + .012, y + .19, x + .032, y + .22),
                new Color(130, 136, 140),
                .014);
        canvas.stroke(Curves.lines(x - .062, y, x + .062, y), WOOD, .014);
        canvas.stroke(Curves.lines(x - .062, y + .36, x + .062, y + .36), WOOD, .014);
    }

    private void stand(double x, double y) {
        canvas.stroke(Curves.lines(x - .06, y - .10, x - .065, y + .02), WOOD, .014);
        canvas.stroke(Curves.lines(x + .06, y - .10, x + .065, y + .02), WOOD, .014);
        canvas.flat(new Rectangle2D.Double(x - .085, y - .118, .17, .022), Tone.darker(WOOD, 1.2));
        canvas.flat(
                Curves.smooth(
                        x - .02, y - .20, x + .02, y - .20, x + .016, y - .175, x + .038, y - .15, x + .022, y - .118,
                        x - .022, y - .118, x - .038, y - .15, x - .016, y - .175),
                new Color(176, 196, 196));
        for (int i = -1; i <= 1; i++) {
            double tip = x + i * .045;
            canvas.stroke(Curves.open(x, y - .20, x + i * .015, y - .25, tip, y - .30), new Color(120, 104, 84), .006);
            canvas.flat(Curves.circle(new Spot(tip, y - .30), .014), new Color(240, 206, 206));
            canvas.flat(Curves.circle(new Spot(x + i * .02, y - .26), .010), new Color(236, 196, 196));
        }
    }

    @Override
    Color shadow() {
        return new Color(84, 56, 44);
    }
}
