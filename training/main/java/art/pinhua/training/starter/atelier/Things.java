package art.pinhua.training.starter.atelier;

import java.awt.Color;
import java.util.List;

/// Paints what the figure holds and sits on.
final class Things {
    private static final Color PAPER = new Color(246, 236, 214);
    private static final Color WOOD = new Color(132, 92, 66);
    private static final Color STEM = new Color(96, 140, 84);
    private static final Color BLOSSOM = new Color(244, 170, 184);
    private static final Color LAMP = new Color(244, 146, 74);
    private static final Color BLADE = new Color(222, 228, 236);

    private final Canvas canvas;
    private final Figure figure;
    private final Skeleton at;
    private final Manner manner;
    private final double unit;

    Things(Canvas canvas, Figure figure, Skeleton at, Manner manner) {
        this.canvas = canvas;
        this.figure = figure;
        this.at = at;
        this.manner = manner;
        unit = at.torso() * .55 + at.head() * .18;
    }

    /// The side of the hand that holds; the book is in both.
    int hand() {
        return figure.posture() == Posture.POINTING ? 0 : 1;
    }

    boolean inHand(int side) {
        return figure.held() == Held.BOOK || (figure.held() != Held.NOTHING && side == hand());
    }

    private Spot grip() {
        return Anatomy.grip(at, hand());
    }

    void behind() {
        if (figure.held() == Held.UMBRELLA) {
            umbrella();
        }
    }

    private double out() {
        return hand() == 0 ? -1 : 1;
    }

    private void umbrella() {
        var grip = grip();
        var top = new Spot(
                grip.x() * .45 + at.skull().x() * .55 + out() * .03, at.skull().y() - at.head() * .30);
        double r = Math.max(at.head() * .86, unit * .95);
        var colour =
                figure.garment() == art.pinhua.training.starter.GarmentColour.RED ? PAPER : new Color(226, 130, 96);
        var canopy = Curves.ellipse(top.x(), top.y(), r, r * .86);
        canvas.part(canopy, colour, r * .12);
        for (int i = 0; i < 10; i++) {
            double a = 36 * i + 12;
            var rim = new Spot(
                    top.x() + r * StrictMath.sin(StrictMath.toRadians(a)),
                    top.y() + r * .86 * StrictMath.cos(StrictMath.toRadians(a)));
            canvas.fold(Curves.lines(top.x(), top.y(), rim.x(), rim.y()), colour, .6);
        }
        canvas.on(
                canopy,
                new java.awt.BasicStroke((float) (r * .09))
                        .createStrokedShape(Curves.ellipse(top.x(), top.y(), r * .78, r * .67)),
                PAPER,
                .75);
        canvas.band(Curves.lines(grip.x(), grip.y(), top.x(), top.y()), WOOD, .008);
    }

    void seat() {
        switch (at.seat()) {
            case NONE -> {}
            case CUSHION -> {
                double half = at.knees()[1].x() - at.pelvis().x() + at.girth().knee() * .9;
                canvas.part(
                        Curves.ellipse(at.pelvis().x(), at.ground() - at.head() * .01, half, Math.max(half * .17, .03)),
                        new Color(176, 120, 104),
                        .02);
            }
            case STOOL -> {
                double top = at.pelvis().y() + at.girth().thigh() * .55;
                double left = at.pelvis().x() - at.girth().hip() * 1.15;
                double right = at.pelvis().x() + at.girth().hip() * 1.1;
                double bottom = at.ground() - at.head() * .01;
                canvas.part(
                        Curves.polygon(left + .012, top, left + .035, top, left + .025, bottom, left, bottom),
                        WOOD,
                        .004);
                canvas.part(
                        Curves.polygon(right - .035, top, right - .012, top, right, bottom, right - .025, bottom),
                        WOOD,
                        .004);
                canvas.part(
                        new java.awt.geom.RoundRectangle2D.Double(left, top - .012, right - left, .034, .02, .02),
                        WOOD,
                        .008);
            }
        }
    }

    /// In the hand, before the fingers are drawn over it.
    void inFront() {
        switch (figure.held()) {
            case NOTHING -> {}
            case SWORD -> sword();
            case FAN -> fan();
            case LANTERN -> lantern();
            case UMBRELLA -> {
                var grip = grip();
                canvas.band(Curves.lines(grip.x(), grip.y() + unit * .28, grip.x(), grip.y() - unit * .2), WOOD, .009);
            }
            case FLOWER -> flower();
            case BOOK -> book();
        }
    }

    private void sword() {
        var grip = grip();
        double way = switch (figure.posture()) {
            case ARMS_RAISED -> out() * 166;
            case RUNNING -> out() * 125;
            case SITTING -> out() * 62;
            default -> out() * (manner.variant() > .5 ? 148 : 38);
        };
        double length = unit * 1.5;
        var tip = grip.along(way, length);
        var guard = grip.along(way, unit * .16);
        double w = Math.max(unit * .055, .0075);
        canvas.part(
                Curves.polygon(Curves.coordinates(List.of(
                        guard.along(way + 90, w),
                        tip.toward(guard, .1).along(way + 90, w * .8),
                        tip,
                        tip.toward(guard, .1).along(way - 90, w * .8),
                        guard.along(way - 90, w)))),
                BLADE,
                w * .5);
        canvas.band(
                Curves.lines(Curves.coordinates(List.of(guard, grip.along(way + 180, unit * .24)))),
                DARK_HILT,
                w * 1.2);
        canvas.band(
                Curves.lines(Curves.coordinates(List.of(guard.along(way + 90, w * 3), guard.along(way - 90, w * 3)))),
                Outfit.GOLD,
                w * 1.1);
    }

    private static final Color DARK_HILT = new Color(84, 58, 52);

    private void fan() {
        var grip = grip();
        double r = unit * .82;
        if (figure.person() == Person.WOMAN) {
            var middle = grip.along(out() * 150, r * .85);
            canvas.band(Curves.lines(grip.x(), grip.y(), middle.x(), middle.y()), WOOD, .008);
            canvas.part(Curves.ellipse(middle.x(), middle.y(), r * .56, r * .60), PAPER, r * .1);
            canvas.on(Curves.circle(middle, r * .5), Curves.circle(middle.plus(-r * .12, r * .1), r * .14), BLOSSOM, 1);
            canvas.on(Curves.circle(middle, r * .5), Curves.circle(middle.plus(r * .14, -r * .08), r * .10), STEM, .9);
            return;
        }
        double centre = out() * 172;
        var around = new java.util.ArrayList<Spot>();
        for (int i = 0; i <= 10; i++) {
            around.add(grip.along(centre - 66 + 13.2 * i, r));
        }
        for (int i = 10; i >= 0; i--) {
            around.add(grip.along(centre - 66 + 13.2 * i, r * .34));
        }
        canvas.part(Curves.polygon(Curves.coordinates(around)), PAPER, r * .08);
        for (int i = 0; i <= 5; i++) {
            var rim = grip.along(centre - 62 + 24.8 * i, r * .97);
            canvas.fold(Curves.lines(grip.x(), grip.y(), rim.x(), rim.y()), WOOD, .7);
        }
    }

    private void lantern() {
        var grip = grip();
        var end = grip.along(out() * 98, unit * .42);
        canvas.band(Curves.lines(grip.x() - out() * unit * .12, grip.y(), end.x(), end.y()), WOOD, .008);
        double r = unit * .30;
        var middle = end.plus(0, r * 1.6);
        canvas.glow(middle, r * 2.6, Tone.withAlpha(new Color(255, 214, 130), .55));
        canvas.fold(Curves.lines(end.x(), end.y(), middle.x(), middle.y() - r), WOOD, .8);
        canvas.part(Curves.ellipse(middle.x(), middle.y(), r, r * 1.12), LAMP, r * .3);
        canvas.on(
                Curves.ellipse(middle.x(), middle.y(), r, r * 1.12),
                Curves.ellipse(middle.x(), middle.y(), r * .5, r * .75),
                new Color(255, 226, 150),
                .85);
        for (int edge = -1; edge <= 1; edge += 2) {
            canvas.band(
                    Curves.lines(
                            middle.x() - r * .45,
                            middle.y() + edge * r * 1.1,
                            middle.x() + r * .45,
                            middle.y() + edge * r * 1.1),
                    Outfit.GOLD,
                    r * .22);
        }
        canvas.ribbon(Curves.lines(middle.x(), middle.y() + r * 1.3, middle.x(), middle.y() + r * 1.9), LAMP, r * .22);
    }

    private void flower() {
        var grip = grip();
        double way = figure.posture() == Posture.ARMS_RAISED ? out() * 168 : out() * 152;
        var top = grip.along(way, unit * .62);
        var low = grip.along(way + 180, unit * .3);
        canvas.band(Curves.open(low.x(), low.y(), grip.x(), grip.y(), top.x(), top.y()), STEM, .008);
        var leaf = grip.along(way, unit * .25);
        canvas.part(
                Curves.smooth(
                        leaf.x(),
                        leaf.y(),
                        leaf.x() + out() * unit * .2,
                        leaf.y() - unit * .12,
                        leaf.x() + out() * unit * .26,
                        leaf.y() - unit * .02),
                STEM,
                0);
        for (int i = 0; i < 5; i++) {
            canvas.part(Curves.circle(top.along(72 * i + 20, unit * .145), unit * .125), BLOSSOM, 0);
        }
        canvas.flat(Curves.circle(top, unit * .09), new Color(250, 222, 130));
    }

    private void book() {
        var middle = Anatomy.grip(at, 0).toward(Anatomy.grip(at, 1), .5).plus(0, -unit * .06);
        double w = unit * .52;
        double h = unit * .46;
        canvas.part(
                Curves.polygon(
                        middle.x() - w * 1.06,
                        middle.y() - h * .42,
                        middle.x(),
                        middle.y() - h * .26,
                        middle.x() + w * 1.06,
                        middle.y() - h * .42,
                        middle.x() + w * 1.06,
                        middle.y() + h * .62,
                        middle.x(),
                        middle.y() + h * .78,
                        middle.x() - w * 1.06,
                        middle.y() + h * .62),
                new Color(92, 74, 92),
                0);
        for (int side = -1; side <= 1; side += 2) {
            canvas.part(
                    Curves.polygon(
                            middle.x(),
                            middle.y() - h * .34,
                            middle.x() + side * w,
                            middle.y() - h * .5,
                            middle.x() + side * w,
                            middle.y() + h * .5,
                            middle.x(),
                            middle.y() + h * .66),
                    PAPER,
                    side > 0 ? .004 : .010);
        }
    }
}
