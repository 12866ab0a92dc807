package art.pinhua.training.starter.atelier;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.util.ArrayList;

/// Paints the hair: what falls behind the body, and what frames the face.
final class Hair {
    private static final Color RIBBON = new Color(206, 80, 84);
    private static final Color PIN = new Color(214, 176, 98);

    private final Canvas canvas;
    private final Skeleton at;
    private final Figure figure;
    private final Manner manner;
    private final Color colour;
    private final double wide;
    private final double look;
    private final int fringe;

    Hair(Canvas canvas, Figure figure, Skeleton at, Manner manner) {
        this.canvas = canvas;
        this.figure = figure;
        this.at = at;
        this.manner = manner;
        colour = figure.hair().colour();
        wide = Head.wide(figure);
        look = at.turn() * .12;
        fringe = (int) Math.floorMod(manner.detail() >> 16, 3L);
    }

    /// Behind the body.
    void behind() {
        switch (figure.cut()) {
            case LONG -> longHair();
            case PONYTAIL -> ponytail();
            case TWIN_TAILS -> {
                twinTail(-1);
                twinTail(1);
            }
            case SHORT, BUN -> {}
        }
    }

    /// Behind the head, before the body.
    void nape() {
        double low = switch (figure.cut()) {
            case SHORT -> figure.person() == Person.WOMAN ? .40 : .30;
            case BUN -> .22;
            case LONG, PONYTAIL, TWIN_TAILS -> .36;
        };
        double w = wide * 1.10;
        var nape = Curves.smooth(points(
                -w, -.2, -w * .7, -.52, 0, -.60, w * .7, -.52, w, -.2, w * 1.02, .08, w * .88, low, w * .4, low + .06,
                0, low + .02, -w * .4, low + .06, -w * .88, low, -w * 1.02, .08));
        canvas.part(nape, Tone.darker(colour, .82), 0);
        if (figure.cut() == Cut.BUN) {
            bun();
        }
    }

    private void bun() {
        boolean two = figure.person() == Person.WOMAN && manner.variant() > .5;
        if (two) {
            for (int side = -1; side <= 1; side += 2) {
                canvas.part(ellipse(side * wide * .72 - look * .4, -.58, .165, .15), colour, at.head() * .06);
            }
        } else {
            canvas.part(ellipse(-look * .5, -.64, .185, .15), colour, at.head() * .07);
            canvas.band(
                    Curves.lines(points(-.24 - look * .5, -.66, .26 - look * .5, -.60)),
                    PIN,
                    Math.max(at.head() * .035, .006));
        }
    }

    private void longHair() {
        double length = 1.05 + .55 * figure.tallness() + .35 * manner.variant();
        double w = wide * 1.16;
        double sway = manner.asymmetry() * .10 - at.turn() * .12;
        var hair = Curves.smooth(points(
                -w,
                -.3,
                0,
                -.58,
                w,
                -.3,
                w * 1.1,
                .3,
                w * 1.16 + sway,
                length * .7,
                w * 1.0 + sway,
                length,
                w * .62 + sway,
                length - .07,
                w * .2 + sway,
                length + .05,
                -w * .25 + sway,
                length - .06,
                -w * .7 + sway,
                length + .03,
                -w * 1.12 + sway,
                length - .05,
                -w * 1.16 + sway,
                length * .7,
                -w * 1.1,
                .3));
        canvas.part(hair, colour, at.head() * .06);
        strand(-w * .95, .5, -w * .92 + sway, length - .12);
        strand(w * .95, .5, w * .84 + sway, length - .12);
    }

    private void ponytail() {
        double swing = -(.34 + .3 * Math.abs(at.turn()) + .1 * manner.variant());
        double length = .75 + .45 * figure.tallness();
        var tail = Curves.smooth(points(
                -.08,
                -.44,
                swing * .8,
                -.62,
                swing * 1.5,
                -.25,
                swing * 1.55,
                .25,
                swing * 1.2,
                length,
                swing * 1.15,
                length,
                swing * 1.05,
                .4,
                swing * .85,
                0,
                swing * .4,
                -.26));
        canvas.part(tail, colour, at.head() * .05);
        strand(swing * 1.1, -.3, swing * 1.25, length * .6);
    }

    private void twinTail(int side) {
        double w = wide;
        double length = .85 + .5 * figure.tallness() + .2 * manner.variant();
        double out = w + .24;
        var tail = Curves.smooth(points(
                side * w * .85,
                -.30,
                side * out,
                -.36,
                side * (out + .14),
                .1,
                side * (out + .08),
                length * .7,
                side * (out - .08),
                length,
                side * (out - .08),
                length,
                side * (out - .14),
                length * .6,
                side * (w * .98),
                .05));
        canvas.part(tail, colour, at.head() * .05);
        strand(side * (out + .0), -.1, side * (out - .02), length * .7);
    }

    private void strand(double x1, double y1, double x2, double y2) {
        canvas.fold(Curves.open(points(x1, y1, (x1 + x2) / 2 + .02, (y1 + y2) / 2, x2, y2)), colour, .7);
    }

    /// Over the face.
    void front() {
        if (figure.cut() == Cut.LONG || figure.cut() == Cut.TWIN_TAILS || (fringe == 1 && figure.cut() != Cut.SHORT)) {
            sideLock(-1);
            sideLock(1);
        }
        var cap = Curves.smooth(cap());
        canvas.part(cap, colour, at.head() * .05);
        shine(cap);
        if (figure.cut() == Cut.PONYTAIL) {
            canvas.part(ellipse(-.1 - look, -.50, .06, .05), RIBBON, 0);
        }
        if (figure.cut() == Cut.TWIN_TAILS) {
            for (int side = -1; side <= 1; side += 2) {
                canvas.part(ellipse(side * wide * .98, -.27, .065, .075), RIBBON, 0);
            }
        }
    }

    /// The outline of crown and fringe: around the skull, then along the tips.
    private double[] cap() {
        double w = wide * 1.09;
        double ear = figure.cut() == Cut.SHORT ? .10 : .02;
        var outline = new ArrayList<double[]>();
        for (var spot : new double[][] {
            {-w, ear},
            {-w, ear},
            {-w * 1.03, -.18},
            {-w * .74, -.48},
            {-w * .3, -.585},
            {w * .3, -.585},
            {w * .74, -.48},
            {w * 1.03, -.18},
            {w, ear},
            {w, ear}
        }) {
            outline.add(spot);
        }
        double[][] tips = switch (fringe) {
            case 0 ->
                new double[][] {
                    {.86, -.16},
                    {.62, -.05},
                    {.62, -.05},
                    {.44, -.19},
                    {.16, -.02},
                    {.16, -.02},
                    {-.02, -.19},
                    {-.30, -.03},
                    {-.30, -.03},
                    {-.46, -.18},
                    {-.70, -.04},
                    {-.70, -.04},
                    {-.86, -.15}
                };
            case 1 ->
                new double[][] {
                    {.84, -.10},
                    {.70, -.22},
                    {.40, -.33},
                    {.10, -.42},
                    {.10, -.42},
                    {-.22, -.32},
                    {-.55, -.20},
                    {-.84, -.08}
                };
            default ->
                new double[][] {
                    {.88, -.14},
                    {.80, -.06},
                    {.80, -.06},
                    {.66, -.26},
                    {.46, -.36},
                    {.46, -.36},
                    {.20, -.22},
                    {-.14, -.10},
                    {-.14, -.10},
                    {-.30, -.20},
                    {-.62, -.03},
                    {-.62, -.03},
                    {-.86, -.13}
                };
        };
        double raised = figure.tallness() * .05;
        for (var tip : tips) {
            outline.add(new double[] {tip[0] * w + look * .9, tip[1] - raised});
        }
        var local = new double[2 * outline.size()];
        for (int i = 0; i < outline.size(); i++) {
            local[2 * i] = outline.get(i)[0];
            local[2 * i + 1] = outline.get(i)[1];
        }
        return points(local);
    }

    /// The shadow of the fringe on the face.
    Shape cast() {
        return AffineTransform.getTranslateInstance(0, at.head() * .055).createTransformedShape(Curves.smooth(cap()));
    }

    private void sideLock(int side) {
        double w = wide;
        double low = figure.cut() == Cut.LONG ? .62 : .46;
        var lock = Curves.smooth(points(
                side * w * 1.08,
                -.25,
                side * w * 1.12,
                .1,
                side * w * 1.06,
                low * .8,
                side * w * .96,
                low,
                side * w * .96,
                low,
                side * w * .86,
                low * .6,
                side * w * .80,
                .05,
                side * w * .84,
                -.2));
        canvas.part(lock, colour, at.head() * .03);
    }

    private void shine(Shape cap) {
        double opacity = switch (figure.hair()) {
            case BLACK -> .30;
            case WHITE -> .8;
            case BROWN, RED, GOLDEN -> .34;
        };
        var light = figure.hair() == Shade.BLACK ? new Color(150, 150, 190) : Color.WHITE;
        canvas.on(
                cap,
                Curves.smooth(points(
                        -wide * .74,
                        -.30,
                        -wide * .2,
                        -.41,
                        wide * .35,
                        -.39,
                        wide * .35,
                        -.39,
                        -wide * .15,
                        -.36,
                        -wide * .60,
                        -.24)),
                light,
                opacity * canvas.tone().shading());
    }

    private double[] points(double... local) {
        return Head.placed(at, local);
    }

    private Shape ellipse(double x, double y, double radiusX, double radiusY) {
        return Curves.ellipse(
                at.skull().x() + x * at.head(),
                at.skull().y() + y * at.head(),
                radiusX * at.head(),
                radiusY * at.head());
    }
}
