package art.pinhua.training.starter.atelier;

import java.awt.Color;
import java.awt.Shape;

/// 斗篷: a wide cloak with a lowered hood over plain clothes. Busy arms throw it back.
final class Cloak extends Outfit {
    private static final Color TUNIC = new Color(206, 192, 172);
    private static final Color HOSE = new Color(92, 82, 84);

    private final boolean open;

    Cloak(Canvas canvas, Figure figure, Skeleton at, Manner manner) {
        super(canvas, figure, at, manner);
        open = figure.posture() != Posture.STANDING && figure.posture() != Posture.SITTING;
    }

    @Override
    void behind() {
        canvas.part(mantle(open ? 1.0 : .92), Tone.darker(cloth, .78), head() * .05);
    }

    private double bottom() {
        return sits() ? at.ground() : Math.min(hem(), at.ground() - head() * .10);
    }

    private Shape mantle(double wide) {
        double bottom = bottom();
        double spread = spread() * wide;
        double blow = -at.turn() * (open ? head() * (.35 + .3 * figure.tallness()) : 0);
        var left = at.shoulders()[0].plus(-at.girth().upperArm() * 1.0, -head() * .02);
        var right = at.shoulders()[1].plus(at.girth().upperArm() * 1.0, -head() * .02);
        double middle = at.pelvis().x();
        return Curves.smooth(
                left.x(),
                left.y(),
                at.throat().x(),
                at.throat().y() - head() * .05,
                right.x(),
                right.y(),
                middle + spread * .82 + blow * .3,
                (right.y() + bottom) / 2,
                middle + spread + blow,
                bottom,
                middle + spread + blow,
                bottom,
                middle + spread * .5 + blow,
                bottom + head() * .05,
                middle + blow,
                bottom - head() * .01,
                middle - spread * .5 + blow,
                bottom + head() * .05,
                middle - spread + blow,
                bottom,
                middle - spread + blow,
                bottom,
                middle - spread * .82 + blow * .3,
                (left.y() + bottom) / 2);
    }

    private double spread() {
        double feet = Math.max(
                at.pelvis().x() - at.ankles()[0].x(),
                at.ankles()[1].x() - at.pelvis().x());
        double knees = Math.max(
                at.pelvis().x() - at.knees()[0].x(),
                at.knees()[1].x() - at.pelvis().x());
        double body = at.girth().shoulder() + at.girth().upperArm() * 1.4;
        double reach = at.seat() == Skeleton.Seat.CUSHION ? knees + at.girth().knee() : open ? 0 : feet;
        return Math.max(reach, body) + head() * (.14 + .08 * manner.variant());
    }

    @Override
    void lower() {
        int far = at.turn() >= 0 ? 0 : 1;
        for (int side : new int[] {far, 1 - far}) {
            body.leg(side, HOSE, 1.05);
            body.shoe(side, LEATHER, .3);
        }
    }

    @Override
    void upper() {
        var tunic = bodice(1.12, 1.02);
        canvas.part(tunic, TUNIC, head() * .06);
        sash(.70, LEATHER, head() * .07);
    }

    @Override
    void sleeve(int side) {
        closeSleeve(side, Tone.darker(TUNIC, .86), 1.1, LEATHER);
    }

    @Override
    void over() {
        boolean holds = figure.held() != Held.NOTHING;
        if (!open) {
            panel(-1);
            if (!holds || figure.held() == Held.SWORD) {
                panel(1);
            } else {
                cape(1);
            }
        } else {
            cape(-1);
            cape(1);
        }
        hood();
    }

    /// One half of the cloak, over shoulder and arm to the hem.
    private void panel(int side) {
        double bottom = bottom();
        double spread = spread();
        var shoulder = at.shoulders()[side < 0 ? 0 : 1].plus(side * at.girth().upperArm(), 0);
        double gap = at.girth().shoulder() * (.10 + .35 * manner.variant());
        double middle = at.pelvis().x();
        var panel = Curves.smooth(
                at.throat().x() + side * head() * .06,
                at.throat().y(),
                at.throat().x() + side * head() * .06,
                at.throat().y(),
                shoulder.x(),
                shoulder.y() - head() * .03,
                middle + side * spread * .86,
                (shoulder.y() + bottom) / 2,
                middle + side * spread,
                bottom,
                middle + side * spread,
                bottom,
                middle + side * (spread * .6 + gap * .4),
                bottom + head() * .05,
                middle + side * gap * 1.6,
                bottom + head() * .01,
                middle + side * gap * 1.6,
                bottom + head() * .01,
                middle + side * gap,
                (shoulder.y() + bottom) / 2);
        canvas.part(panel, cloth, head() * .07);
        for (int i = 1; i <= 2; i++) {
            double share = i / 3.0;
            canvas.fold(
                    Curves.open(
                            at.throat().x() + side * at.girth().shoulder() * (.35 + .5 * share),
                            shoulder.y() + head() * (.2 + .3 * i),
                            middle + side * (gap * .8 + (spread - gap) * share * .75),
                            (shoulder.y() + bottom) / 2 + head() * .1,
                            middle + side * (gap * 1.5 + (spread - gap * 1.5) * share),
                            bottom - head() * .06),
                    cloth,
                    .9);
        }
        double x = middle + side * (gap + spread * .5);
        canvas.shadeOn(
                panel,
                Curves.polygon(
                        x,
                        (shoulder.y() + bottom) / 2,
                        x + side * spread * .14,
                        bottom + .05,
                        x - side * spread * .08,
                        bottom + .05),
                cloth);
    }

    /// The thrown-back half: a short drape over the shoulder.
    private void cape(int side) {
        var shoulder = at.shoulders()[side < 0 ? 0 : 1];
        double r = at.girth().upperArm();
        var low = at.trunk(side * 1.15, .55);
        canvas.part(
                Curves.smooth(
                        at.throat().x(),
                        at.throat().y() - head() * .02,
                        at.throat().x(),
                        at.throat().y() - head() * .02,
                        shoulder.x() + side * r * 1.1,
                        shoulder.y() - head() * .04,
                        shoulder.x() + side * r * 1.5,
                        shoulder.y() + head() * .16,
                        low.x(),
                        low.y(),
                        low.x(),
                        low.y(),
                        at.trunk(side * .42, .30).x(),
                        at.trunk(side * .42, .30).y()),
                cloth,
                head() * .05);
    }

    private void hood() {
        var throat = at.throat();
        double half = at.girth().shoulder() * .78;
        canvas.part(
                Curves.smooth(
                        throat.x() - half,
                        throat.y() + head() * .04,
                        throat.x() - half * .72,
                        throat.y() - head() * .10,
                        throat.x(),
                        throat.y() - head() * .02,
                        throat.x() + half * .72,
                        throat.y() - head() * .10,
                        throat.x() + half,
                        throat.y() + head() * .04,
                        throat.x() + half * .45,
                        throat.y() + head() * .18,
                        throat.x(),
                        throat.y() + head() * .22,
                        throat.x() - half * .45,
                        throat.y() + head() * .18),
                Tone.mix(cloth, LINEN, .08),
                head() * .04);
        canvas.part(Curves.circle(throat.plus(0, head() * .17), Math.max(head() * .055, .010)), trim, 0);
    }
}
