package art.pinhua.training.starter.atelier;

import art.pinhua.training.starter.GarmentColour;
import java.awt.Color;
import java.awt.Shape;
import java.util.List;

/// What costumes share: colours, bodice, skirts, sleeves, sashes.
abstract class Outfit {
    static final Color GOLD = new Color(220, 178, 92);
    static final Color LINEN = new Color(248, 244, 234);
    static final Color LEATHER = new Color(96, 68, 58);
    static final Color STEEL = new Color(198, 206, 218);
    static final Color DARK = new Color(70, 64, 80);

    final Canvas canvas;
    final Figure figure;
    final Skeleton at;
    final Manner manner;
    final Anatomy body;
    final Color cloth;
    final Color trim;

    Outfit(Canvas canvas, Figure figure, Skeleton at, Manner manner) {
        this.canvas = canvas;
        this.figure = figure;
        this.at = at;
        this.manner = manner;
        body = new Anatomy(canvas, figure, at, manner);
        cloth = figure.garment().colour();
        trim = switch (figure.garment()) {
            case YELLOW -> new Color(172, 98, 52);
            case WHITE -> new Color(132, 150, 178);
            case RED, BLUE, GREEN, PURPLE, BLACK -> GOLD;
        };
    }

    static Outfit of(Canvas canvas, Figure figure, Skeleton at, Manner manner) {
        return switch (figure.costume()) {
            case ROBE -> new Robe(canvas, figure, at, manner);
            case HANFU -> new Hanfu(canvas, figure, at, manner);
            case DRESS -> new Frock(canvas, figure, at, manner);
            case ARMOUR -> new Armour(canvas, figure, at, manner);
            case SHIRT_AND_TROUSERS -> new Shirt(canvas, figure, at, manner);
            case CLOAK -> new Cloak(canvas, figure, at, manner);
        };
    }

    /// What hangs behind the body.
    void behind() {}

    /// Legs, shoes and what covers them.
    abstract void lower();

    /// The trunk.
    abstract void upper();

    /// One sleeve or bare arm, without the hand.
    abstract void sleeve(int side);

    /// What lies over the arms.
    void over() {}

    final double head() {
        return at.head();
    }

    final boolean sits() {
        return at.seat() != Skeleton.Seat.NONE;
    }

    /// 1, or -1 in a mirrored picture, so that what closes to one side still does.
    final double handed() {
        return manner.mirrored() ? -1 : 1;
    }

    /// A colour that is seen against the cloth.
    final Color contrast(Color usual) {
        return figure.garment() == GarmentColour.WHITE ? Tone.mix(trim, usual, .25) : usual;
    }

    /// From the neck to `down` of the trunk.
    ///
    /// @param loose 1 close to the body
    final Shape bodice(double down, double loose) {
        var throat = at.throat();
        double neck = at.girth().shoulder() * .40;
        double drop = head() * .02;
        var left = at.shoulders()[0].plus(-at.girth().upperArm() * .62, -head() * .01);
        var right = at.shoulders()[1].plus(at.girth().upperArm() * .62, -head() * .01);
        var leftPit = at.trunk(-.94, .28);
        var rightPit = at.trunk(.94, .28);
        var leftWaist = at.trunk(-loose, .62);
        var rightWaist = at.trunk(loose, .62);
        var leftEnd = at.trunk(-loose * 1.03, down);
        var rightEnd = at.trunk(loose * 1.03, down);
        return Curves.smooth(
                throat.x() - neck,
                throat.y() - drop,
                throat.x(),
                throat.y() + drop,
                throat.x() + neck,
                throat.y() - drop,
                right.x(),
                right.y(),
                rightPit.x(),
                rightPit.y(),
                rightWaist.x(),
                rightWaist.y(),
                rightEnd.x(),
                rightEnd.y(),
                rightEnd.x(),
                rightEnd.y(),
                leftEnd.x(),
                leftEnd.y(),
                leftEnd.x(),
                leftEnd.y(),
                leftWaist.x(),
                leftWaist.y(),
                leftPit.x(),
                leftPit.y(),
                left.x(),
                left.y());
    }

    /// A long skirt over both legs.
    final Shape longSkirt(double flare, double hemUp) {
        var hull = new Hull()
                .spot(at.trunk(-.98, .60))
                .spot(at.trunk(.98, .60))
                .circle(at.hips()[0].toward(at.hips()[1], .12), at.girth().hip() * .62)
                .circle(at.hips()[1].toward(at.hips()[0], .12), at.girth().hip() * .62);
        for (int side = 0; side < 2; side++) {
            hull.circle(at.knees()[side], at.girth().knee() * 1.15);
        }
        if (at.seat() == Skeleton.Seat.CUSHION) {
            double out = at.girth().knee() + flare;
            return hull.circle(at.knees()[0], out)
                    .circle(at.knees()[1], out)
                    .spot(at.knees()[0].x() - out, at.ground() - head() * .02)
                    .spot(at.knees()[1].x() + out, at.ground() - head() * .02)
                    .spot(at.pelvis().x(), at.ground() + head() * .04)
                    .shape();
        }
        double left =
                Math.min(at.ankles()[0].x(), at.ankles()[1].x()) - at.girth().ankle() - flare;
        double right =
                Math.max(at.ankles()[0].x(), at.ankles()[1].x()) + at.girth().ankle() + flare;
        double narrowest = at.girth().hip() * 1.05;
        double middle = (left + right) / 2;
        left = Math.min(left, middle - narrowest);
        right = Math.max(right, middle + narrowest);
        double hem = hem() - hemUp;
        double hemLeft = Math.min(hem, at.ankles()[0].y() + head() * .05);
        double hemRight = Math.min(hem, at.ankles()[1].y() + head() * .05);
        if (at.ankles()[0].x() > at.ankles()[1].x()) {
            double swap = hemLeft;
            hemLeft = hemRight;
            hemRight = swap;
        }
        return hull.spot(left, hemLeft)
                .spot(right, hemRight)
                .spot(middle, Math.max(hemLeft, hemRight) + head() * .05)
                .shape();
    }

    /// Where a long hem ends.
    final double hem() {
        return Math.max(at.ankles()[0].y(), at.ankles()[1].y()) + at.girth().ankle() * .4;
    }

    /// Folds that fall from the waist, clipped to the skirt by their ends.
    final void folds(Shape skirt, Color colour, int count) {
        var bounds = skirt.getBounds2D();
        double top = at.waist().y() + head() * .12;
        double bottom = bounds.getMaxY() - head() * .06;
        if (sits()) {
            bottom = Math.min(bottom, at.ground() - head() * .05);
        }
        for (int i = 0; i < count; i++) {
            double across = (i + .5) / count * 2 - 1;
            double x1 = at.waist().x() + across * at.girth().waist() * .8;
            double x2 = bounds.getCenterX() + across * bounds.getWidth() * .42;
            double start = top + (i % 2 == 0 ? 0 : (bottom - top) * .22);
            if (bottom > start) {
                canvas.fold(
                        Curves.open(x1 + (x2 - x1) * .1, start, x1 + (x2 - x1) * .35, (start + bottom) / 2, x2, bottom),
                        colour,
                        .8);
            }
        }
        double side = (at.turn() >= 0 ? -1 : 1) * .25;
        double x = bounds.getCenterX() + side * bounds.getWidth();
        double w = bounds.getWidth() * .09;
        canvas.shadeOn(
                skirt,
                Curves.polygon(
                        at.waist().x() + side * at.girth().waist(),
                        top,
                        x + w,
                        bounds.getMaxY() + .02,
                        x - w,
                        bounds.getMaxY() + .02),
                colour);
    }

    /// A band around the trunk.
    final void sash(double down, Color colour, double width) {
        var left = at.trunk(-.95, down);
        var right = at.trunk(.95, down);
        canvas.band(
                Curves.open(
                        left.x(),
                        left.y(),
                        (left.x() + right.x()) / 2,
                        (left.y() + right.y()) / 2 + head() * .03,
                        right.x(),
                        right.y()),
                colour,
                width);
    }

    /// A sleeve that hangs from the forearm.
    ///
    /// @param drop how far it hangs
    /// @param edge width of the coloured border, 0 for none
    final void wideSleeve(int side, Color colour, double drop, Color border, double edge) {
        var shoulder = at.shoulders()[side];
        var elbow = at.elbows()[side];
        var wrist = at.wrists()[side];
        double out = side == 0 ? -1 : 1;
        double way = elbow.degreesTo(wrist);
        double down = StrictMath.cos(StrictMath.toRadians(way));
        double normal = way - 90;
        boolean below = StrictMath.cos(StrictMath.toRadians(normal)) > 0;
        boolean outward = StrictMath.sin(StrictMath.toRadians(normal)) * out > 0;
        if (Math.abs(down) > .80 ? !outward : !below) {
            normal += 180;
        }
        double r = at.girth().upperArm();
        var tip = wrist.along(way, at.girth().hand() * .25);
        var top = tip.along(normal + 180, r * .85);
        var low = tip.along(normal, drop * .72).plus(0, drop * (down < -.3 ? .75 : .45));
        var under = elbow.along(normal, drop * .42).plus(0, drop * .22);
        var above = elbow.along(normal + 180, r * .95);
        var pit = at.trunk(out * .80, .30);
        var shape = Curves.smooth(
                shoulder.x() - out * r * .3,
                shoulder.y() - r * .95,
                shoulder.x() + out * r * .75,
                shoulder.y() - r * .35,
                above.x(),
                above.y(),
                top.x(),
                top.y(),
                top.x(),
                top.y(),
                low.x(),
                low.y(),
                low.x(),
                low.y(),
                under.x(),
                under.y(),
                pit.x(),
                pit.y(),
                pit.x(),
                pit.y());
        canvas.part(shape, colour, r * .6);
        if (edge > 0) {
            var inset = new Spot(top.x() + (low.x() - top.x()) * .04, top.y() + (low.y() - top.y()) * .04);
            canvas.on(
                    shape,
                    new java.awt.BasicStroke((float) edge)
                            .createStrokedShape(Curves.lines(inset.x(), inset.y(), low.x(), low.y())),
                    border,
                    1);
        }
        canvas.fold(
                Curves.open(
                        elbow.x(),
                        elbow.y(),
                        (elbow.x() + low.x()) / 2 + .002,
                        (elbow.y() + low.y()) / 2,
                        low.toward(tip, .35).x(),
                        low.toward(tip, .35).y()),
                colour,
                .7);
    }

    /// A close sleeve with a cuff.
    final void closeSleeve(int side, Color colour, double width, Color cuff) {
        body.arm(side, colour, width);
        var wrist = at.wrists()[side];
        var before = wrist.toward(at.elbows()[side], .14);
        canvas.part(
                Curves.tube(
                        List.of(before, wrist),
                        at.girth().wrist() * 1.35,
                        at.girth().wrist() * 1.4),
                cuff,
                0);
        var elbow = at.elbows()[side];
        double out = side == 0 ? -1 : 1;
        canvas.fold(
                Curves.lines(
                        elbow.x() - out * at.girth().upperArm() * .5,
                        elbow.y() - head() * .01,
                        elbow.x() + out * at.girth().upperArm() * .2,
                        elbow.y() + head() * .02),
                colour,
                .7);
    }
}
