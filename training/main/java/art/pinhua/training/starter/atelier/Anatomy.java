package art.pinhua.training.starter.atelier;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Area;
import java.util.List;

/// Paints arms, hands, legs, shoes and neck, bare or in close-fitting cloth.
final class Anatomy {
    private static final Color SKIN = new Color(253, 222, 196);
    private static final Color TANNED = new Color(244, 200, 164);

    private final Canvas canvas;
    private final Skeleton at;
    private final Figure figure;
    private final Color skin;

    Anatomy(Canvas canvas, Figure figure, Skeleton at, Manner manner) {
        this.canvas = canvas;
        this.figure = figure;
        this.at = at;
        skin = skin(manner);
    }

    static Color skin(Manner manner) {
        return Tone.mix(SKIN, TANNED, new Draw(manner.detail(), 77).unit());
    }

    /// An arm in a close sleeve, or bare.
    ///
    /// @param width relative to the arm itself
    Shape arm(int side, Color colour, double width) {
        var g = at.girth();
        var arm = Curves.tube(
                List.of(at.shoulders()[side], at.elbows()[side], at.wrists()[side]),
                g.upperArm() * width,
                (g.upperArm() * .78 + g.wrist() * .22) * width,
                g.wrist() * (width > 1 ? 1.15 : 1));
        canvas.part(arm, colour, g.upperArm() * .5);
        return arm;
    }

    void hand(int side) {
        var wrist = at.wrists()[side];
        double way = at.elbows()[side].degreesTo(wrist);
        double size = at.girth().hand();
        double out = side == 0 ? -1 : 1;
        boolean points = figure.posture() == Posture.POINTING && side == 1;
        var thumbRoot = wrist.along(way, size * .45);
        var thumb = Curves.tube(
                List.of(thumbRoot, thumbRoot.along(way - out * (points ? 95 : 38), size * .85)), size * .3, size * .2);
        var palm = Curves.tube(
                List.of(wrist, wrist.along(way, size * .8), wrist.along(way, size * (points ? 1.25 : 1.65))),
                size * .5,
                size * .62,
                size * (points ? .48 : .40));
        if (points) {
            canvas.part(
                    Curves.tube(
                            List.of(wrist.along(way, size * .9), wrist.along(way, size * 2.5)), size * .24, size * .18),
                    skin,
                    0);
        }
        var whole = new Area(palm);
        whole.add(new Area(thumb));
        canvas.part(whole, skin, size * .3);
        if (!points && figure.build().ordinal() >= Build.YOUTH.ordinal()) {
            canvas.fold(
                    Curves.lines(
                            Curves.coordinates(List.of(wrist.along(way, size * 1.2), wrist.along(way, size * 1.8)))),
                    skin,
                    .6);
        }
    }

    /// A fist around something held.
    void fist(int side) {
        double size = at.girth().hand();
        var wrist = at.wrists()[side];
        double way = at.elbows()[side].degreesTo(wrist);
        canvas.part(Curves.tube(List.of(wrist, wrist.along(way, size * .8)), size * .5, size * .68), skin, size * .3);
    }

    /// The middle of the closed hand.
    static Spot grip(Skeleton at, int side) {
        return at.wrists()[side].along(
                at.elbows()[side].degreesTo(at.wrists()[side]), at.girth().hand() * .7);
    }

    void leg(int side, Color colour, double width) {
        var g = at.girth();
        var leg = Curves.tube(
                List.of(
                        at.hips()[side],
                        at.knees()[side],
                        at.knees()[side].toward(at.ankles()[side], .35),
                        at.ankles()[side]),
                g.thigh() * width,
                g.knee() * width,
                g.knee() * width * 1.02,
                g.ankle() * width);
        canvas.part(leg, colour, g.thigh() * .4);
    }

    void shoe(int side, Color colour) {
        shoe(side, colour, 0);
    }

    /// @param shaft height of a boot above the ankle, in lengths of the foot
    void shoe(int side, Color colour, double shaft) {
        var ankle = at.ankles()[side];
        double size = at.girth().ankle();
        double toe = at.toes()[side];
        double reach = size * (1.2 + 1.6 * Math.abs(toe)) * Math.signum(toe);
        double sole = size * 1.55;
        double tilt = at.knees()[side].degreesTo(ankle);
        boolean lifted = Math.abs(tilt) > 40;
        canvas.turned(lifted ? -tilt * .8 : 0, ankle, () -> {
            if (shaft > 0) {
                var top = ankle.toward(at.knees()[side], shaft);
                canvas.part(Curves.tube(List.of(top, ankle), size * 1.35, size * 1.2), colour, size * .6);
            }
            double heel = -Math.signum(toe) * size * 1.05;
            var foot = Curves.smooth(
                    ankle.x() + heel * .9,
                    ankle.y() - size * .5,
                    ankle.x() - heel * .9,
                    ankle.y() - size * .6,
                    ankle.x() + reach * .8,
                    ankle.y() + sole * .25,
                    ankle.x() + reach,
                    ankle.y() + sole * .75,
                    ankle.x() + reach * .9,
                    ankle.y() + sole,
                    ankle.x() + heel,
                    ankle.y() + sole,
                    ankle.x() + heel * 1.12,
                    ankle.y() + sole * .4);
            canvas.part(foot, colour, size * .5);
        });
    }

    void neck() {
        double head = at.head();
        double half = head * (.115 + .06 * figure.tallness()) * (figure.person() == Person.WOMAN ? .92 : 1.12);
        var chin = at.skull().toward(at.throat(), .5);
        var throat = at.throat();
        var neck = Curves.smooth(
                chin.x() - half,
                chin.y(),
                chin.x() - half,
                chin.y(),
                chin.x() + half,
                chin.y(),
                chin.x() + half,
                chin.y(),
                throat.x() + half * 1.05,
                throat.y() - head * .02,
                throat.x() + half * 1.9,
                throat.y() + head * .06,
                throat.x(),
                throat.y() + head * .22,
                throat.x() - half * 1.9,
                throat.y() + head * .06,
                throat.x() - half * 1.05,
                throat.y() - head * .02);
        canvas.part(neck, skin, 0);
        canvas.shadeOn(neck, Curves.ellipse(at.skull().x(), at.skull().y() + head * .16, head * .42, head * .46), skin);
    }

    Color skin() {
        return skin;
    }
}
