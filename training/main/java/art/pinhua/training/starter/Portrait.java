package art.pinhua.training.starter;

import static art.pinhua.training.starter.Brush.blob;
import static art.pinhua.training.starter.Brush.ellipse;
import static art.pinhua.training.starter.Brush.mix;
import static art.pinhua.training.starter.Brush.path;

import java.awt.Color;

/// Paints the person: seat, body, costume, then the head over everything.
final class Portrait {
    static final Color SKIN = new Color(252, 218, 190);
    private static final Color EYE = new Color(44, 28, 36);
    private static final Color BLUSH = new Color(244, 150, 134);
    private static final Color SEAT = new Color(150, 106, 92);

    private final Brush brush;
    private final Scene scene;
    private final Stance stance;
    private final Color hair;

    Portrait(Brush brush, Scene scene) {
        this.brush = brush;
        this.scene = scene;
        stance = Stance.of(scene.figure(), scene.style());
        hair = scene.figure().hair().colour;
    }

    void paint() {
        double tilt = scene.style().asymmetry() * .10;
        double x = stance.headX();
        double neck = stance.shoulderY();
        brush.turned(tilt, x, neck, this::hairBehind);
        if (scene.figure().pose() == Pose.SITTING) {
            seat();
        }
        new Wardrobe(brush, scene.figure(), stance).paint();
        brush.turned(tilt, x, neck, this::head);
    }

    private void seat() {
        double half = stance.knees()[2] - stance.hipX() + .05;
        brush.body(ellipse(stance.hipX(), stance.ground() + .002, half, .034), SEAT, .5);
    }

    private void hairBehind() {
        if (scene.figure().hairCut() != HairCut.LONG) {
            return;
        }
        double h = stance.head();
        double x = stance.headX();
        double y = stance.headY();
        double end = Math.min(y + h * 1.35, stance.hip());
        double wide = h * .56;
        brush.body(
                blob(
                        x - wide,
                        y - h * .5,
                        x + wide,
                        y - h * .5,
                        x + wide * 1.08,
                        end,
                        x + wide * .3,
                        end + h * .08,
                        x - wide * .3,
                        end + h * .08,
                        x - wide * 1.08,
                        end),
                hair,
                .7);
    }

    private void head() {
        double h = stance.head();
        double x = stance.headX();
        double y = stance.headY();
        double wide = scene.figure().build() == Figure.Build.TALL ? .43 : .47;
        if (scene.figure().hairCut() == HairCut.BUN) {
            brush.body(ellipse(x, y - h * .52, h * .17, h * .14), hair, .6);
        }
        var skull = ellipse(x, y - h * .02, h * wide, h * .48);
        brush.body(skull, hair, .7);
        var face = blob(
                x - h * wide * .95,
                y - h * .30,
                x + h * wide * .95,
                y - h * .30,
                x + h * wide * .86,
                y + h * .34,
                x,
                y + h * .66,
                x - h * wide * .86,
                y + h * .34);
        brush.flat(face, SKIN);
        brush.stroke(face, Brush.withAlpha(brush.tint(mix(SKIN, EYE, .55)), 150), brush.line() * .7);
        fringe(x, y, h, wide);
        features(x, y, h);
    }

    private void fringe(double x, double y, double h, double wide) {
        double w = h * wide;
        double part = scene.style().asymmetry() >= 0 ? .25 : -.25;
        brush.flat(
                blob(
                        x - w * 1.02,
                        y + h * .12,
                        x - w * 1.0,
                        y - h * .42,
                        x,
                        y - h * .56,
                        x + w * 1.0,
                        y - h * .42,
                        x + w * 1.02,
                        y + h * .12,
                        x + w * .72,
                        y - h * .10,
                        x + w * part,
                        y - h * .22,
                        x - w * .72,
                        y - h * .10),
                hair);
        brush.stroke(
                path(x - w * .35, y - h * .36, x - w * .05, y - h * .40),
                Brush.withAlpha(brush.tint(mix(hair, Color.WHITE, .45)), 190),
                h * .06);
        if (scene.figure().hairCut() == HairCut.LONG) {
            brush.ribbon(hair, h * .15, x - w * .94, y - h * .1, x - w * .98, y + h * .5);
            brush.ribbon(hair, h * .15, x + w * .94, y - h * .1, x + w * .98, y + h * .5);
        }
    }

    private void features(double x, double y, double h) {
        double big = scene.figure().build() == Figure.Build.TALL ? 0 : 1;
        double eyeX = h * .185;
        double eyeY = y + h * (.10 + .02 * big);
        double look = scene.style().asymmetry() * h * .03;
        for (int side = -1; side <= 1; side += 2) {
            double at = x + side * eyeX + look;
            brush.flat(
                    ellipse(at, eyeY, Math.max(h * (.055 + .02 * big), .008), Math.max(h * (.07 + .04 * big), .010)),
                    EYE);
            if (big > 0) {
                brush.flat(ellipse(at - h * .022, eyeY - h * .04, h * .025, h * .03), Color.WHITE);
            }
            brush.flat(ellipse(x + side * h * .27 + look, y + h * .24, h * .07, h * .045), Brush.withAlpha(BLUSH, 150));
        }
        brush.stroke(
                path(x - h * .05 + look, y + h * .30, x + look, y + h * .325, x + h * .05 + look, y + h * .30),
                brush.tint(new Color(176, 72, 66)),
                Math.max(h * .035, .007));
    }
}
