package art.pinhua.training.starter.atelier;

import java.awt.Color;

/// 汉服: crossed collar closing to the wearer's right, wide sleeves, a sash, a long paler skirt.
final class Hanfu extends Outfit {
    private final Color skirtColour;

    Hanfu(Canvas canvas, Figure figure, Skeleton at, Manner manner) {
        super(canvas, figure, at, manner);
        skirtColour =
                Tone.mix(cloth, LINEN, figure.garment() == art.pinhua.training.starter.GarmentColour.BLACK ? .16 : .34);
    }

    @Override
    void lower() {
        for (int side = 0; side < 2; side++) {
            body.leg(side, LINEN, .8);
            body.shoe(side, contrast(LINEN));
        }
        var skirt = longSkirt(head() * (.12 + .06 * manner.variant()), 0);
        canvas.part(skirt, skirtColour, head() * .07);
        folds(skirt, skirtColour, 5);
    }

    @Override
    void upper() {
        var bodice = bodice(.80, 1.02);
        canvas.part(bodice, cloth, head() * .06);
        double side = handed();
        var throat = at.throat();
        double neck = at.girth().shoulder() * .42;
        double width = Math.max(head() * .085, .014);
        var inner = contrast(LINEN);
        var under = at.trunk(.22 * side, .52);
        canvas.band(
                Curves.open(
                        throat.x() - side * neck,
                        throat.y() - head() * .04,
                        throat.x() - side * neck * .35,
                        throat.y() + at.torso() * .20,
                        under.x(),
                        under.y()),
                inner,
                width);
        var end = at.trunk(-.62 * side, .62);
        canvas.band(
                Curves.open(
                        throat.x() + side * neck,
                        throat.y() - head() * .04,
                        throat.x() + side * neck * .38,
                        throat.y() + at.torso() * .20,
                        end.x(),
                        end.y()),
                inner,
                width);
        sash(.66, trim, head() * .13);
        sash(.66, contrast(LINEN), head() * .035);
        ribbons();
    }

    private void ribbons() {
        var knot = at.trunk(.12 * handed(), .70);
        double length = sits() ? .12 : .30;
        for (int i = 0; i < 2; i++) {
            double sway = (i == 0 ? -.03 : .06) - at.turn() * .05;
            canvas.band(
                    Curves.open(
                            knot.x(),
                            knot.y(),
                            knot.x() + sway * .4,
                            knot.y() + length * .45 * manner.scale(),
                            knot.x() + sway,
                            knot.y() + length * (.85 + .1 * i) * manner.scale()),
                    trim,
                    Math.max(head() * .045, .009));
        }
        canvas.part(Curves.ellipse(knot.x(), knot.y(), head() * .06, head() * .05), trim, 0);
    }

    @Override
    void sleeve(int side) {
        double drop = at.torso() * (.50 + .18 * manner.variant());
        wideSleeve(side, cloth, drop, contrast(LINEN), Math.max(head() * .10, .016));
    }
}
