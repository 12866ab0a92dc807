package art.pinhua.training.starter.atelier;

import java.awt.Color;
import java.awt.Shape;

/// Paints face and features; the hair around them is `Hair`'s.
final class Head {
    private static final Color BLUSH = new Color(246, 132, 120);
    private static final Color LASH = new Color(48, 30, 40);
    private static final Color LIPS = new Color(196, 74, 76);
    private static final Color[] IRISES = {
        new Color(96, 58, 40),
        new Color(64, 52, 60),
        new Color(56, 92, 150),
        new Color(70, 110, 84),
        new Color(128, 76, 40)
    };

    private final Canvas canvas;
    private final Skeleton at;
    private final Figure figure;
    private final Manner manner;
    private final Color skin;
    private final double wide;
    private final double look;

    Head(Canvas canvas, Figure figure, Skeleton at, Manner manner) {
        this.canvas = canvas;
        this.figure = figure;
        this.at = at;
        this.manner = manner;
        skin = Anatomy.skin(manner);
        wide = wide(figure);
        look = at.turn() * .12;
    }

    /// Half the width of the face, in heads.
    static double wide(Figure figure) {
        return .455 - .095 * figure.tallness();
    }

    /// Points in heads around the middle of the head, in the picture.
    static double[] placed(Skeleton at, double... local) {
        var points = new double[local.length];
        for (int i = 0; i < local.length; i += 2) {
            points[i] = at.skull().x() + local[i] * at.head();
            points[i + 1] = at.skull().y() + local[i + 1] * at.head();
        }
        return points;
    }

    Shape face() {
        double chin = figure.person() == Person.WOMAN ? .30 : .38;
        double tall = figure.tallness();
        double side = look * .35;
        return Curves.smooth(placed(
                at,
                side,
                -.49,
                wide * .72 + side,
                -.42,
                wide + side * .6,
                -.12,
                wide * .97 + side * .4,
                .12,
                wide * (.80 - .06 * tall) + look * .5,
                .32,
                wide * chin + look,
                .46,
                look * 1.15,
                .50,
                -wide * chin + look,
                .46,
                -wide * (.80 - .06 * tall) + look * .5,
                .32,
                -wide * .97 + side * .4,
                .12,
                -wide + side * .6,
                -.12,
                -wide * .72 + side,
                -.42));
    }

    void paint(Hair hair) {
        if (figure.cut() != Cut.LONG && figure.cut() != Cut.TWIN_TAILS) {
            ears();
        }
        var face = face();
        canvas.part(face, skin, at.head() * .045);
        canvas.shadeOn(face, hair.cast(), skin);
        blush(face);
        eyes();
        nose();
        mouth();
    }

    private void ears() {
        for (int side = -1; side <= 1; side += 2) {
            if (side * look < -.04) {
                continue;
            }
            var ear = Curves.ellipse(
                    at.skull().x() + at.head() * (side * wide * 1.0 - look * .5),
                    at.skull().y() + at.head() * .09,
                    at.head() * .07,
                    at.head() * .105);
            canvas.part(ear, skin, 0);
        }
    }

    private void blush(Shape face) {
        for (int side = -1; side <= 1; side += 2) {
            canvas.on(
                    face,
                    Curves.ellipse(
                            at.skull().x() + at.head() * (side * wide * .62 + look),
                            at.skull().y() + at.head() * .27,
                            at.head() * .085,
                            at.head() * .05),
                    BLUSH,
                    figure.person() == Person.WOMAN ? .42 : .25);
        }
    }

    private void eyes() {
        double tall = figure.tallness();
        boolean woman = figure.person() == Person.WOMAN;
        double high = (woman ? .128 : .112) - .052 * tall;
        double half = .082 - .010 * tall;
        double apart = wide * .50;
        double y = .13 - .045 * tall;
        var iris = IRISES[Math.floorMod(manner.detail() >> 8, IRISES.length)];
        for (int side = -1; side <= 1; side += 2) {
            double x = side * apart + look;
            double narrow = 1 - Math.max(0, side * at.turn()) * .28;
            double w = half * narrow;
            var white = Curves.smooth(placed(
                    at,
                    x - w,
                    y + high * .1,
                    x - w * .6,
                    y - high * .75,
                    x + w * .5,
                    y - high * .8,
                    x + w,
                    y - high * .05,
                    x + w * .55,
                    y + high * .85,
                    x - w * .5,
                    y + high * .9));
            canvas.body(white, Color.WHITE, 0);
            double gaze = look * .12;
            var ball = ellipse(x + gaze, y + high * .06, w * .74, high * .92);
            canvas.on(white, ball, iris, 1);
            canvas.on(white, ellipse(x + gaze, y - high * .25, w * .72, high * .62), LASH, .75);
            canvas.on(white, ellipse(x + gaze, y + high * .02, w * .36, high * .45), LASH, 1);
            if (at.head() > .17) {
                canvas.on(white, ellipse(x + gaze - w * .28, y - high * .34, w * .27, high * .26), Color.WHITE, 1);
                canvas.on(white, ellipse(x + gaze + w * .28, y + high * .45, w * .17, high * .17), Color.WHITE, .8);
            }
            double lid = Math.max(at.head() * (woman ? .045 : .036) * (1 - .25 * tall), .0045);
            canvas.ribbon(
                    Curves.open(placed(
                            at,
                            x - w * 1.08,
                            y - high * (side < 0 ? .12 : .35),
                            x - w * .55,
                            y - high * .82,
                            x + w * .5,
                            y - high * .84,
                            x + w * 1.08,
                            y - high * (side > 0 ? .12 : .35))),
                    LASH,
                    lid);
            if (woman) {
                canvas.ribbon(
                        Curves.lines(
                                placed(at, x + side * w * 1.0, y - high * .25, x + side * w * 1.28, y - high * .62)),
                        LASH,
                        lid * .7);
            }
            brow(x, y - high, w, side);
        }
    }

    private void brow(double x, double y, double w, int side) {
        var hair = Tone.mix(figure.hair().colour(), LASH, figure.hair() == Shade.WHITE ? .45 : .5);
        double mood = manner.asymmetry() * .012;
        canvas.ribbon(
                Curves.open(placed(
                        at,
                        x - w * 1.0,
                        y - (side < 0 ? .045 : .055) + mood,
                        x,
                        y - .085,
                        x + w * 1.0,
                        y - (side < 0 ? .055 : .045) - mood)),
                hair,
                Math.max(at.head() * (figure.person() == Person.WOMAN ? .018 : .028), .0035));
    }

    private void nose() {
        double y = .245 + .02 * figure.tallness();
        canvas.fold(Curves.lines(placed(at, look * 1.35 + .006, y - .03, look * 1.35 + .016, y)), skin, .7);
    }

    private void mouth() {
        double y = .345;
        double x = look * 1.2;
        double half = figure.person() == Person.WOMAN ? .058 : .072;
        boolean open = manner.variant() * 7 % 1 > .72 || figure.posture() == Posture.RUNNING;
        if (open && figure.tallness() < .75) {
            canvas.part(
                    Curves.smooth(placed(
                            at,
                            x - half,
                            y - .02,
                            x,
                            y - .012,
                            x + half,
                            y - .02,
                            x + half * .6,
                            y + .045,
                            x,
                            y + .06,
                            x - half * .6,
                            y + .045)),
                    LIPS,
                    0);
        } else {
            canvas.ribbon(
                    Curves.open(placed(at, x - half, y - .012, x, y + .012, x + half, y - .012)),
                    Tone.mix(LIPS, LASH, figure.person() == Person.WOMAN ? .1 : .5),
                    Math.max(at.head() * (figure.person() == Person.WOMAN ? .034 : .028), .004));
        }
    }

    private Shape ellipse(double x, double y, double radiusX, double radiusY) {
        return Curves.ellipse(
                at.skull().x() + x * at.head(),
                at.skull().y() + y * at.head(),
                radiusX * at.head(),
                radiusY * at.head());
    }
}
