package art.pinhua.training.starter;

import static art.pinhua.training.starter.Brush.blob;
import static art.pinhua.training.starter.Brush.ellipse;

import java.awt.Color;

/// Paints arms, hands, legs and shoes, bare or in close-fitting cloth.
final class Body {
    private final Brush brush;
    private final Figure figure;
    private final Stance at;
    private final double x;
    private final double shoulder;
    private final double limb;

    Body(Brush brush, Figure figure, Stance stance) {
        this.brush = brush;
        this.figure = figure;
        at = stance;
        x = stance.hipX();
        shoulder = stance.shoulder();
        limb = .036 + shoulder * .20;
    }

    /// Usual width of an arm.
    double width() {
        return limb;
    }

    void arms(Color colour, double width) {
        for (int side = 0; side < 2; side++) {
            double sign = side == 0 ? -1 : 1;
            hand(side);
            brush.limb(
                    colour,
                    width,
                    x + sign * (shoulder - width * .4),
                    at.shoulderY() + .028,
                    at.elbows()[2 * side],
                    at.elbows()[2 * side + 1],
                    at.wrists()[2 * side],
                    at.wrists()[2 * side + 1]);
        }
    }

    void hand(int side) {
        double dx = at.wrists()[2 * side] - at.elbows()[2 * side];
        double dy = at.wrists()[2 * side + 1] - at.elbows()[2 * side + 1];
        double length = Math.max(Math.hypot(dx, dy), 1e-6);
        double reach = limb * .7;
        var palm = ellipse(
                at.wrists()[2 * side] + dx / length * reach,
                at.wrists()[2 * side + 1] + dy / length * reach,
                limb * .46,
                limb * .46);
        brush.flat(palm, Portrait.SKIN);
        brush.outline(palm);
    }

    void legs(Color colour, double width) {
        for (int side = 0; side < 2; side++) {
            double sign = side == 0 ? -1 : 1;
            brush.limb(
                    colour,
                    width,
                    x + sign * shoulder * .42,
                    at.hip(),
                    at.knees()[2 * side],
                    at.knees()[2 * side + 1],
                    at.ankles()[2 * side],
                    at.ankles()[2 * side + 1] - width * .3);
        }
    }

    void shoes(Color colour) {
        for (int side = 0; side < 2; side++) {
            double out = side == 0 ? -1 : 1;
            if (figure.pose() == Pose.WALKING) {
                out = 1;
            }
            double ax = at.ankles()[2 * side] + out * limb * .25;
            var shoe = blob(
                    ax - limb * .8,
                    at.ground() - limb * .9,
                    ax + limb * .8,
                    at.ground() - limb * .9,
                    ax + limb * .9,
                    at.ground() + .004,
                    ax - limb * .9,
                    at.ground() + .004);
            brush.body(shoe, colour, .6);
        }
    }
}
