package art.pinhua.training.starter.atelier;

import java.awt.Color;
import java.awt.Shape;

/// 裙子: a short-sleeved dress with a wide skirt to below the knee.
final class Frock extends Outfit {
    Frock(Canvas canvas, Figure figure, Skeleton at, Manner manner) {
        super(canvas, figure, at, manner);
    }

    @Override
    void lower() {
        for (int side = 0; side < 2; side++) {
            body.leg(side, body.skin(), .86);
            var sock = Curves.tube(
                    java.util.List.of(at.ankles()[side].toward(at.knees()[side], .22), at.ankles()[side]),
                    at.girth().ankle() * 1.0,
                    at.girth().ankle() * .95);
            canvas.part(sock, LINEN, 0);
            body.shoe(side, Tone.darker(cloth, .62));
        }
        var skirt = skirt();
        canvas.part(skirt, cloth, head() * .07);
        folds(skirt, cloth, 4);
        var bounds = skirt.getBounds2D();
        if (!sits()) {
            canvas.on(
                    skirt,
                    new java.awt.geom.Rectangle2D.Double(
                            bounds.getMinX(), bounds.getMaxY() - head() * .10, bounds.getWidth(), head() * .05),
                    contrast(LINEN),
                    .9);
        }
    }

    private Shape skirt() {
        double flare = at.girth().hip() * (.75 + .35 * manner.variant());
        if (at.seat() == Skeleton.Seat.CUSHION) {
            return longSkirt(flare * .3, 0);
        }
        double lowest = Math.max(at.knees()[0].y(), at.knees()[1].y()) + head() * .10 * (1 + figure.tallness());
        double left = Math.min(at.knees()[0].x(), at.knees()[1].x());
        double right = Math.max(at.knees()[0].x(), at.knees()[1].x());
        double sway = -at.turn() * flare * .25;
        double middle = at.pelvis().x();
        var waistLeft = at.trunk(-.96, .58);
        var waistRight = at.trunk(.96, .58);
        double hemLeft =
                Math.min(left - at.girth().knee() * .6, middle - at.girth().hip()) - flare * .6 + sway;
        double hemRight =
                Math.max(right + at.girth().knee() * .6, middle + at.girth().hip()) + flare * .6 + sway;
        double span = hemRight - hemLeft;
        double wave = head() * .035;
        double rise = lowest - waistLeft.y();
        return Curves.smooth(
                waistLeft.x(),
                waistLeft.y(),
                waistLeft.x(),
                waistLeft.y(),
                waistRight.x(),
                waistRight.y(),
                waistRight.x(),
                waistRight.y(),
                waistRight.x() + (hemRight - waistRight.x()) * .52,
                waistRight.y() + rise * .40,
                hemRight,
                lowest - wave,
                hemRight,
                lowest - wave,
                hemRight - span * .17,
                lowest + wave,
                hemRight - span * .36,
                lowest - wave * .2,
                hemRight - span * .55,
                lowest + wave * 1.2,
                hemRight - span * .74,
                lowest - wave * .2,
                hemRight - span * .88,
                lowest + wave,
                hemLeft,
                lowest - wave,
                hemLeft,
                lowest - wave,
                waistLeft.x() + (hemLeft - waistLeft.x()) * .52,
                waistLeft.y() + rise * .40);
    }

    @Override
    void upper() {
        canvas.part(bodice(.66, .98), cloth, head() * .06);
        sash(.60, contrast(LINEN), head() * .075);
        var bow = at.trunk(.0, .60);
        double size = Math.max(head() * .09, .014);
        for (int side = -1; side <= 1; side += 2) {
            canvas.part(
                    Curves.smooth(
                            bow.x(),
                            bow.y(),
                            bow.x() + side * size * 1.3,
                            bow.y() - size * .6,
                            bow.x() + side * size * 1.2,
                            bow.y() + size * .5),
                    contrast(LINEN),
                    0);
        }
    }

    @Override
    void sleeve(int side) {
        body.arm(side, body.skin(), .92);
        var shoulder = at.shoulders()[side];
        double r = at.girth().upperArm() * 1.5;
        canvas.part(Curves.circle(shoulder.toward(at.elbows()[side], .18), r), cloth, r * .5);
        var hem = shoulder.toward(at.elbows()[side], .18 + r / Math.max(shoulder.distance(at.elbows()[side]), r) * .8);
        canvas.fold(Curves.lines(shoulder.x(), shoulder.y(), hem.x(), hem.y()), cloth, .6);
    }

    @Override
    void over() {
        var throat = at.throat();
        double half = at.girth().shoulder() * .42;
        Color collar = contrast(LINEN);
        for (int side = -1; side <= 1; side += 2) {
            canvas.part(
                    Curves.smooth(
                            throat.x(),
                            throat.y() + head() * .13,
                            throat.x(),
                            throat.y() + head() * .13,
                            throat.x() + side * half * .5,
                            throat.y() - head() * .01,
                            throat.x() + side * half,
                            throat.y() - head() * .02,
                            throat.x() + side * half * 1.25,
                            throat.y() + head() * .09,
                            throat.x() + side * half * .6,
                            throat.y() + head() * .17),
                    collar,
                    0);
        }
    }
}
