package art.pinhua.training.starter.atelier;

import java.awt.Color;
import java.awt.Shape;
import java.util.List;

/// 盔甲: lacquered plates with gilt edges, steel at shoulders, forearms and shins.
final class Armour extends Outfit {
    private final Color under;
    private final Color edge;

    Armour(Canvas canvas, Figure figure, Skeleton at, Manner manner) {
        super(canvas, figure, at, manner);
        under = Tone.mix(Tone.darker(cloth, .5), DARK, .4);
        edge = figure.garment() == art.pinhua.training.starter.GarmentColour.YELLOW ? trim : GOLD;
    }

    @Override
    void lower() {
        int far = at.turn() >= 0 ? 0 : 1;
        for (int side : new int[] {far, 1 - far}) {
            body.leg(side, under, 1.1);
            body.shoe(side, Tone.darker(STEEL, .72), .12);
            greave(side);
        }
        tassets();
    }

    private void greave(int side) {
        var g = at.girth();
        var shin = Curves.tube(
                List.of(
                        at.knees()[side].toward(at.ankles()[side], .15),
                        at.ankles()[side].toward(at.knees()[side], .08)),
                g.knee() * 1.05,
                g.ankle() * 1.2);
        canvas.part(shin, STEEL, g.knee() * .5);
        canvas.part(Curves.circle(at.knees()[side], g.knee() * 1.05), cloth, g.knee() * .4);
        canvas.flat(Curves.circle(at.knees()[side], g.knee() * .4), edge);
    }

    /// Hanging plates over the thighs.
    private void tassets() {
        double length =
                Math.max(at.pelvis().distance(at.knees()[0]), at.pelvis().distance(at.knees()[1])) * .66;
        if (sits()) {
            length *= .55;
        }
        for (int side = 0; side < 2; side++) {
            double out = side == 0 ? -1 : 1;
            var inner = at.trunk(out * .10, .74);
            var outer = at.trunk(out * 1.08, .74);
            double way = Math.clamp(at.hips()[side].degreesTo(at.knees()[side]), -50, 50) * .8;
            var innerLow = inner.along(way - out * 2, length);
            var outerLow = outer.along(way + out * 12, length * .94);
            var plate = Curves.smooth(
                    inner.x(),
                    inner.y(),
                    inner.x(),
                    inner.y(),
                    outer.x(),
                    outer.y(),
                    outer.x(),
                    outer.y(),
                    outerLow.x(),
                    outerLow.y(),
                    outerLow.x(),
                    outerLow.y(),
                    (innerLow.x() + outerLow.x()) / 2,
                    Math.max(innerLow.y(), outerLow.y()) + head() * .06,
                    innerLow.x(),
                    innerLow.y(),
                    innerLow.x(),
                    innerLow.y());
            canvas.part(plate, cloth, head() * .05);
            for (int row = 1; row <= 3; row++) {
                var a = inner.toward(innerLow, row / 3.4);
                var b = outer.toward(outerLow, row / 3.4);
                canvas.fold(Curves.lines(a.x(), a.y(), b.x(), b.y()), cloth, .8);
            }
            canvas.on(
                    plate,
                    stroked(
                            Curves.lines(
                                    innerLow.x(),
                                    innerLow.y(),
                                    (innerLow.x() + outerLow.x()) / 2,
                                    Math.max(innerLow.y(), outerLow.y()) + head() * .06,
                                    outerLow.x(),
                                    outerLow.y()),
                            head() * .07),
                    edge,
                    1);
        }
    }

    private static Shape stroked(Shape line, double width) {
        return new java.awt.BasicStroke((float) width).createStrokedShape(line);
    }

    @Override
    void upper() {
        var cuirass = bodice(.76, 1.04);
        canvas.part(cuirass, cloth, head() * .07);
        var mirror = at.trunk(0, .33);
        double r = Math.max(at.girth().shoulder() * .34, .020);
        for (int side = -1; side <= 1; side += 2) {
            var strap = at.trunk(side * .52, .02);
            canvas.band(Curves.lines(strap.x(), strap.y(), mirror.x(), mirror.y()), edge, Math.max(head() * .04, .008));
        }
        canvas.part(Curves.circle(mirror, r), STEEL, r * .5);
        canvas.flat(Curves.circle(mirror, r * .42), edge);
        for (int row = 0; row < 2; row++) {
            var a = at.trunk(-.95, .50 + row * .10);
            var b = at.trunk(.95, .50 + row * .10);
            canvas.fold(Curves.lines(a.x(), a.y(), b.x(), b.y()), cloth, .8);
        }
        sash(.72, LEATHER, head() * .11);
        sash(.72, edge, head() * .03);
        canvas.part(Curves.circle(at.trunk(0, .73).plus(0, head() * .02), Math.max(head() * .075, .012)), edge, 0);
    }

    @Override
    void sleeve(int side) {
        body.arm(side, under, 1.1);
        var g = at.girth();
        var vambrace = Curves.tube(
                List.of(at.elbows()[side].toward(at.wrists()[side], .25), at.wrists()[side]),
                g.upperArm() * 1.05,
                g.wrist() * 1.4);
        canvas.part(vambrace, STEEL, g.wrist() * .5);
        var shoulder = at.shoulders()[side];
        double out = side == 0 ? -1 : 1;
        double r = g.upperArm() * 1.75;
        for (int layer = 2; layer >= 0; layer--) {
            var middle =
                    shoulder.toward(at.elbows()[side], .16 * layer).plus(out * g.upperArm() * .15, -g.upperArm() * .1);
            canvas.part(
                    Curves.ellipse(middle.x(), middle.y(), r * (1 - .1 * layer), r * (.78 - .06 * layer)),
                    layer == 1 ? cloth : STEEL,
                    r * .35);
        }
    }

    @Override
    void over() {
        var throat = at.throat();
        double half = at.girth().shoulder() * .40;
        canvas.band(
                Curves.open(
                        throat.x() - half,
                        throat.y() - head() * .03,
                        throat.x(),
                        throat.y() + head() * .06,
                        throat.x() + half,
                        throat.y() - head() * .03),
                edge,
                Math.max(head() * .06, .011));
    }
}
