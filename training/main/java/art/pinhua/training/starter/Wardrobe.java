package art.pinhua.training.starter;

import static art.pinhua.training.starter.Brush.blob;
import static art.pinhua.training.starter.Brush.ellipse;
import static art.pinhua.training.starter.Brush.mix;
import static art.pinhua.training.starter.Brush.path;
import static art.pinhua.training.starter.Brush.polygon;

import java.awt.Color;
import java.awt.geom.Path2D;

/// Paints the costume over a stance, with what of the body it leaves bare.
final class Wardrobe {
    private static final Color SHOE = new Color(74, 54, 52);
    private static final Color GOLD = new Color(222, 180, 92);
    private static final Color COLLAR = new Color(250, 248, 240);
    private static final Color STEEL = new Color(206, 212, 222);

    private final Brush brush;
    private final Figure figure;
    private final Stance at;
    private final Body body;
    private final Color cloth;
    private final Color trim;
    private final double x;
    private final double shoulder;
    private final double waist;
    private final double waistY;
    private final double limb;

    Wardrobe(Brush brush, Figure figure, Stance stance) {
        this.brush = brush;
        this.figure = figure;
        at = stance;
        body = new Body(brush, figure, stance);
        cloth = figure.garment().colour();
        trim = figure.garment() == GarmentColour.YELLOW ? new Color(168, 108, 52) : GOLD;
        x = stance.hipX();
        shoulder = stance.shoulder();
        waist = shoulder * .74;
        waistY = stance.shoulderY() + (stance.hip() - stance.shoulderY()) * .62;
        limb = body.width();
    }

    void paint() {
        switch (figure.costume()) {
            case ROBE -> robe();
            case DRESS -> dress();
            case ARMOUR -> armour();
            case SHIRT_AND_TROUSERS -> shirtAndTrousers();
            case HANFU -> hanfu();
            case CLOAK -> cloak();
        }
    }

    private void robe() {
        body.shoes(SHOE);
        brush.body(gown(at.ground() - .03, .02, 1), cloth, .56);
        hangingFolds(at.ground() - .04);
        sleeves(.07);
        brush.stroke(path(x - waist * .95, waistY, x + waist * .95, waistY), brush.tint(trim), .026);
        brush.stroke(path(x, at.shoulderY() + .01, x, waistY - .02), brush.tint(Brush.shade(cloth)), .014);
        neckline(trim);
    }

    private void hanfu() {
        body.shoes(COLLAR);
        brush.body(gown(at.ground() - .022, .055, 1.05), mix(cloth, Color.WHITE, .30), .56);
        hangingFolds(at.ground() - .03);
        brush.body(bodice(waistY + .01), cloth, .56);
        sleeves(.15);
        double top = at.shoulderY() - .005;
        double throat = shoulder * .42;
        brush.stroke(path(x - throat, top, x + throat * .5, waistY - .03), brush.tint(COLLAR), .026);
        brush.stroke(path(x + throat, top, x - throat * .1, top + (waistY - top) * .5), brush.tint(COLLAR), .026);
        brush.stroke(path(x - waist, waistY, x + waist, waistY), brush.tint(COLLAR), .036);
        brush.stroke(path(x + .01, waistY, x + .02, waistY + (at.ground() - waistY) * .5), brush.tint(COLLAR), .018);
    }

    private void dress() {
        body.legs(Portrait.SKIN, limb * .85);
        body.shoes(cloth);
        body.arms(Portrait.SKIN, limb * .8);
        double knee = (at.knees()[1] + at.knees()[3]) / 2;
        double hem = sits() ? at.ground() - .03 : knee + (at.ground() - knee) * .25;
        brush.body(skirt(hem, .075), cloth, .56);
        brush.fold(cloth, x - waist * .3, waistY + .03, x - waist * .7, hem - .01);
        brush.fold(cloth, x + waist * .3, waistY + .03, x + waist * .7, hem - .01);
        brush.body(bodice(waistY + .01), cloth, .56);
        for (int side = 0; side < 2; side++) {
            double sign = side == 0 ? -1 : 1;
            brush.body(ellipse(x + sign * shoulder * .92, at.shoulderY() + .026, limb * .72, limb * .66), cloth, .6);
        }
        brush.stroke(path(x - waist * .9, waistY, x + waist * .9, waistY), brush.tint(COLLAR), .022);
        neckline(Portrait.SKIN);
    }

    private void armour() {
        body.legs(mix(cloth, STEEL, .12), limb * 1.15);
        for (int side = 0; side < 2; side++) {
            brush.body(ellipse(at.knees()[2 * side], at.knees()[2 * side + 1], limb * .62, limb * .62), STEEL, .5);
        }
        body.shoes(STEEL);
        body.arms(mix(cloth, STEEL, .12), limb * 1.05);
        double hem = at.hip() + (at.ground() - at.hip()) * (sits() ? .1 : .28);
        brush.body(
                polygon(
                        x - waist,
                        waistY,
                        x + waist,
                        waistY,
                        x + waist * 1.35,
                        hem,
                        x + waist * .5,
                        hem + .02,
                        x,
                        hem,
                        x - waist * .5,
                        hem + .02,
                        x - waist * 1.35,
                        hem),
                cloth,
                .56);
        brush.stroke(path(x - waist * 1.25, hem - .004, x + waist * 1.25, hem - .004), brush.tint(STEEL), .014);
        brush.body(bodice(waistY + .015), cloth, .56);
        double chest = at.shoulderY() + (waistY - at.shoulderY()) * .5;
        brush.stroke(
                path(x - waist * .5, chest - .01, x, chest + .02, x + waist * .5, chest - .01),
                brush.tint(STEEL),
                .014);
        brush.stroke(path(x - waist * .9, waistY, x + waist * .9, waistY), brush.tint(GOLD), .022);
        for (int side = 0; side < 2; side++) {
            double sign = side == 0 ? -1 : 1;
            brush.body(ellipse(x + sign * shoulder * 1.02, at.shoulderY() + .022, limb * 1.02, limb * .84), STEEL, .5);
        }
    }

    private void shirtAndTrousers() {
        body.legs(mix(cloth, new Color(60, 58, 74), .42), limb * 1.18);
        body.shoes(SHOE);
        body.arms(cloth, limb);
        brush.body(bodice(at.hip() + .012), cloth, .56);
        brush.stroke(path(x, at.shoulderY() + .03, x, at.hip()), brush.tint(Brush.shade(cloth)), .012);
        brush.stroke(path(x - waist * .85, at.hip() + .008, x + waist * .85, at.hip() + .008), brush.tint(SHOE), .020);
        neckline(COLLAR);
    }

    private void cloak() {
        body.legs(mix(SHOE, new Color(120, 104, 96), .5), limb);
        body.shoes(SHOE);
        if (figure.pose() == Pose.ARMS_RAISED || figure.pose() == Pose.WALKING) {
            body.arms(Brush.shade(cloth), limb);
        }
        double hem = at.ground() - .035;
        double spread = (sits() ? kneeHalf() : spread()) + .085;
        double elbow = shoulder * 1.22 + .01;
        double neck = at.shoulderY() - .012;
        brush.body(
                blob(
                        x - shoulder * .5,
                        neck - .02,
                        x + shoulder * .5,
                        neck - .02,
                        x + shoulder * 1.3,
                        neck + .01,
                        x + elbow,
                        waistY,
                        x + spread,
                        hem - .02,
                        x + spread,
                        hem + .015,
                        x,
                        hem + .01,
                        x - spread,
                        hem + .015,
                        x - spread,
                        hem - .02,
                        x - elbow,
                        waistY,
                        x - shoulder * 1.3,
                        neck + .01),
                cloth,
                .56);
        brush.stroke(
                path(x + .004, at.shoulderY() + .05, x + .012, hem),
                brush.tint(mix(Brush.shade(cloth), Color.BLACK, .4)),
                .016);
        hangingFolds(hem - .01);
        brush.stroke(
                path(x - shoulder * .8, neck + .02, x, neck + .045, x + shoulder * .8, neck + .02),
                brush.tint(mix(cloth, Color.BLACK, .25)),
                .034);
        brush.flat(ellipse(x, neck + .045, .018, .018), trim);
    }

    private void neckline(Color colour) {
        double throat = shoulder * .4;
        double top = at.shoulderY() - .006;
        brush.stroke(path(x - throat, top, x, top + .035, x + throat, top), brush.tint(colour), .016);
    }

    /// From the shoulders to `bottom`, narrow at the waist.
    private Path2D bodice(double bottom) {
        double top = at.shoulderY() - .008;
        return polygon(
                x - shoulder * .55,
                top,
                x + shoulder * .55,
                top,
                x + shoulder,
                top + .03,
                x + waist,
                waistY,
                x + waist * 1.06,
                bottom,
                x - waist * 1.06,
                bottom,
                x - waist,
                waistY,
                x - shoulder,
                top + .03);
    }

    private Path2D gown(double hem, double flare, double tightness) {
        double top = at.shoulderY() - .008;
        double knee = kneeHalf();
        double foot = sits() ? knee * .82 : spread() + flare;
        double kneeY = at.knees()[1];
        return polygon(
                x - shoulder * .55,
                top,
                x + shoulder * .55,
                top,
                x + shoulder,
                top + .03,
                x + waist * tightness,
                waistY,
                x + knee,
                kneeY,
                x + foot,
                hem,
                x,
                hem + .018,
                x - foot,
                hem,
                x - knee,
                kneeY,
                x - waist * tightness,
                waistY,
                x - shoulder,
                top + .03);
    }

    private Path2D skirt(double hem, double flare) {
        double knee = kneeHalf() + flare * .5;
        double edge = Math.max(knee, waist + flare);
        return polygon(
                x - waist,
                waistY,
                x + waist,
                waistY,
                x + (waist + edge) * .52,
                waistY + (hem - waistY) * .45,
                x + edge,
                hem,
                x + edge * .5,
                hem + .018,
                x,
                hem + .006,
                x - edge * .5,
                hem + .018,
                x - edge,
                hem,
                x - (waist + edge) * .52,
                waistY + (hem - waistY) * .45);
    }

    private double kneeHalf() {
        return Math.max(Math.max(x - at.knees()[0], at.knees()[2] - x) + limb * .5, waist * 1.02);
    }

    private boolean sits() {
        return figure.pose() == Pose.SITTING;
    }

    private double spread() {
        return Math.max(Math.max(x - at.ankles()[0], at.ankles()[2] - x) + limb * .4, waist * 1.08);
    }

    private void hangingFolds(double hem) {
        double foot = sits() ? kneeHalf() : spread();
        double from = Math.min(Math.max(waistY + .04, at.hip()), hem - .03);
        brush.fold(cloth, x - waist * .45, from, x - foot * .6, hem);
        brush.fold(cloth, x + waist * .45, from, x + foot * .6, hem);
    }

    /// Sleeves that hang `drop` below the forearm.
    private void sleeves(double drop) {
        for (int side = 0; side < 2; side++) {
            double sign = side == 0 ? -1 : 1;
            double sx = x + sign * shoulder * .86;
            double sy = at.shoulderY() + .018;
            double ex = at.elbows()[2 * side];
            double ey = at.elbows()[2 * side + 1];
            double wx = at.wrists()[2 * side];
            double wy = at.wrists()[2 * side + 1];
            body.hand(side);
            boolean raised = figure.pose() == Pose.ARMS_RAISED;
            double half = limb * .55;
            var sleeve = raised
                    ? polygon(
                            sx - sign * half,
                            sy - half,
                            ex - sign * half,
                            ey - half,
                            wx - sign * half,
                            wy,
                            wx + sign * half * 1.6,
                            wy + half,
                            wx + sign * (half + drop * .3),
                            wy + half + drop,
                            ex + sign * half,
                            ey + half * 1.4 + drop * .4,
                            sx + sign * half * .2,
                            sy + .07)
                    : polygon(
                            sx - sign * half,
                            sy - half * .8,
                            sx + sign * half,
                            sy - half * .2,
                            ex + sign * half * 1.1,
                            ey,
                            wx + sign * (half + drop * .45),
                            wy + drop * .25,
                            wx + sign * drop * .1,
                            wy + half + drop * .75,
                            wx - sign * half * 1.3,
                            wy,
                            ex - sign * half,
                            ey,
                            sx - sign * half,
                            sy + .05);
            brush.body(sleeve, cloth, .6);
        }
    }
}
