package art.pinhua.training.starter.atelier;

import java.awt.Color;
import java.awt.Shape;

/// 长袍: a long plain gown with a standing collar, narrow sleeves, and buttons that are knotted on the
/// wearer's right.
final class Robe extends Outfit {
    Robe(Canvas canvas, Figure figure, Skeleton at, Manner manner) {
        super(canvas, figure, at, manner);
    }

    @Override
    void lower() {
        for (int side = 0; side < 2; side++) {
            body.leg(side, LINEN, .8);
            body.shoe(side, DARK);
        }
        var skirt = longSkirt(head() * .04, head() * .02);
        canvas.part(skirt, cloth, head() * .07);
        folds(skirt, cloth, 3);
        hemline(skirt);
    }

    private void hemline(Shape skirt) {
        var bounds = skirt.getBounds2D();
        if (!sits() && figure.posture() != Posture.RUNNING) {
            canvas.on(
                    skirt,
                    new java.awt.geom.Rectangle2D.Double(
                            bounds.getMinX(), bounds.getMaxY() - head() * .13, bounds.getWidth(), head() * .045),
                    trim,
                    1);
        }
    }

    @Override
    void upper() {
        canvas.part(bodice(.78, 1.0), cloth, head() * .06);
        double side = -handed(); // to the wearer's right, as Chinese robes do
        var throat = at.throat();
        var chest = at.trunk(.42 * side, .20);
        var waist = at.trunk(.50 * side, .62);
        canvas.ribbon(
                Curves.open(
                        throat.x(),
                        throat.y() + head() * .03,
                        chest.x(),
                        chest.y(),
                        chest.x(),
                        chest.y(),
                        waist.x(),
                        waist.y()),
                trim,
                Math.max(head() * .035, .007));
        for (int i = 0; i < 3; i++) {
            var button = chest.toward(waist, .1 + .38 * i);
            canvas.flat(Curves.circle(button, Math.max(head() * .022, .006)), Tone.darker(trim, .72));
        }
        sash(.70, contrast(Tone.mix(DARK, cloth, .25)), head() * .075);
        pendant();
    }

    private void pendant() {
        var knot = at.trunk(.45 * handed(), .74);
        var jade = knot.plus(0, head() * .20);
        canvas.ribbon(
                Curves.lines(knot.x(), knot.y(), jade.x(), jade.y() + head() * .12),
                trim,
                Math.max(head() * .02, .005));
        canvas.part(Curves.circle(jade, Math.max(head() * .045, .009)), new Color(206, 228, 206), 0);
    }

    @Override
    void sleeve(int side) {
        closeSleeve(side, cloth, 1.2, LINEN);
    }

    @Override
    void over() {
        var throat = at.throat();
        double half = at.girth().shoulder() * .36;
        canvas.band(
                Curves.open(
                        throat.x() - half,
                        throat.y() - head() * .035,
                        throat.x(),
                        throat.y() + head() * .035,
                        throat.x() + half,
                        throat.y() - head() * .035),
                trim,
                Math.max(head() * .055, .010));
    }
}
