package art.pinhua.training.starter.atelier;

import art.pinhua.training.starter.atelier.Skeleton.Girth;
import art.pinhua.training.starter.atelier.Skeleton.Seat;
import java.util.Arrays;

/// Places the joints of a figure that faces the viewer, or half right where it moves.
final class Posing {
    private static final double MIDDLE = .5;

    private final Figure figure;
    private final Manner manner;
    private final double ground;
    private final double variant;
    private final double head;
    private final double legs;
    private final double torso;
    private final double neck;
    private final Girth girth;
    private final Spot[] shoulders = new Spot[2];
    private final Spot[] elbows = new Spot[2];
    private final Spot[] wrists = new Spot[2];
    private final Spot[] hips = new Spot[2];
    private final Spot[] knees = new Spot[2];
    private final Spot[] ankles = new Spot[2];
    private final double[] toes = {-.6, .6};
    private double lean;
    private double turn;
    private Seat seat = Seat.NONE;
    private Spot pelvis = new Spot(MIDDLE, 0);

    Posing(Figure figure, Manner manner, double ground) {
        this.figure = figure;
        this.manner = manner;
        this.ground = ground;
        variant = manner.variant();
        double tall = figure.tallness();
        double height = manner.scale()
                * switch (figure.posture()) {
                    case SITTING -> 1.04 + .20 * tall;
                    case ARMS_RAISED -> .97 - .12 * tall;
                    case STANDING, WALKING, POINTING, RUNNING -> 1;
                };
        head = height / figure.heads();
        neck = head * (.03 + .19 * tall);
        double rest = height - head - neck;
        legs = rest * (.50 + .075 * tall);
        torso = rest - legs;
        girth = Girth.of(figure, head);
        turn = manner.asymmetry() * .5;
        lean = manner.asymmetry() * 1.5;
    }

    Skeleton skeleton() {
        legs();
        var throat = pelvis.along(180 - lean, torso);
        double across = pelvis.degreesTo(throat) - 90;
        for (int side = 0; side < 2; side++) {
            shoulders[side] =
                    throat.along(across, sign(side) * girth.shoulder() * .86).plus(0, head * .05);
        }
        arms(throat);
        var skull = throat.along(180 - lean * 1.3, neck + head * .5);
        return new Skeleton(
                head,
                skull,
                throat,
                pelvis,
                Math.clamp(turn, -1, 1),
                manner.asymmetry() * 5 + lean * .3,
                shoulders,
                elbows,
                wrists,
                hips,
                knees,
                ankles,
                toes,
                ground,
                seat,
                girth);
    }

    private void legs() {
        switch (figure.posture()) {
            case STANDING, POINTING, ARMS_RAISED -> {
                double bend = manner.asymmetry() * 7;
                leg(0, -4 - Math.max(-bend, 0), -2 + Math.max(-bend, 0) * .6, -.6);
                leg(1, 4 + Math.max(bend, 0), 2 - Math.max(bend, 0) * .6, .6);
            }
            case WALKING -> {
                turn = .55 + .25 * manner.asymmetry();
                lean = 3;
                double stride = 24 + 8 * variant;
                leg(0, -stride * .75, -stride * 1.55, 1);
                leg(1, stride, stride * .35, 1);
            }
            case RUNNING -> {
                turn = .7 + .2 * manner.asymmetry();
                lean = 11 + 3 * variant;
                leg(0, -22 - 8 * variant, -46, .95);
                leg(1, 62 + 12 * variant, -26 - 10 * variant, 1);
            }
            case SITTING -> sit();
        }
        settle();
    }

    private void sit() {
        if (variant < .5) {
            seat = Seat.CUSHION;
            double out = girth.hip() + legs * .30;
            for (int side = 0; side < 2; side++) {
                hips[side] = pelvis.plus(sign(side) * girth.hip() * .6, 0);
                knees[side] = pelvis.plus(sign(side) * out, legs * .09);
                ankles[side] = pelvis.plus(-sign(side) * girth.hip() * .35, legs * .13);
            }
        } else {
            seat = Seat.STOOL;
            turn = .45 + .25 * manner.asymmetry();
            for (int side = 0; side < 2; side++) {
                hips[side] = pelvis.plus(sign(side) * girth.hip() * .5, 0);
                knees[side] = hips[side].along(side == 0 ? 68 : 80, legs * (side == 0 ? .34 : .42));
                ankles[side] = knees[side].along(side == 0 ? -4 : 6, legs * .40);
                toes[side] = .9;
            }
        }
    }

    private void leg(int side, double thigh, double shin, double toe) {
        hips[side] = pelvis.plus(sign(side) * girth.hip() * (figure.posture() == Posture.WALKING ? .38 : .55), 0);
        knees[side] = hips[side].along(thigh, legs * .49);
        ankles[side] = knees[side].along(shin, legs * .42);
        toes[side] = toe;
    }

    /// Lets the lower foot stand on the ground.
    private void settle() {
        double lowest = Math.max(ankles[0].y(), ankles[1].y());
        if (seat == Seat.CUSHION) {
            lowest = knees[0].y() + girth.thigh() * .3;
        } else {
            lowest += legs * .09 + (figure.posture() == Posture.RUNNING ? .02 : 0);
        }
        double down = ground - lowest;
        pelvis = pelvis.plus(0, down);
        for (var joints : Arrays.asList(hips, knees, ankles)) {
            joints[0] = joints[0].plus(0, down);
            joints[1] = joints[1].plus(0, down);
        }
    }

    private void arms(Spot throat) {
        switch (figure.posture()) {
            case STANDING -> standing();
            case ARMS_RAISED -> {
                double wide = 118 + 26 * variant;
                double fore = 168 - 22 * manner.asymmetry();
                arm(0, wide, 150 + 18 * variant);
                arm(1, wide + 4, Math.min(fore, 176));
            }
            case WALKING -> {
                arm(0, 30, 14);
                arm(1, 24, 52);
            }
            case RUNNING -> {
                arm(0, 52, -28);
                arm(1, 30, 128);
            }
            case SITTING -> sitting();
            case POINTING -> {
                relaxed(0);
                double up = 88 + 16 * variant;
                turn = .6;
                arm(1, up, up + 3);
            }
        }
        if (figure.posture() != Posture.ARMS_RAISED && figure.posture() != Posture.RUNNING) {
            hold(throat);
        }
    }

    private void standing() {
        if (variant < .3) {
            relaxed(0);
            arm(1, 13, 7);
        } else if (variant < .55) {
            relaxed(0);
            reach(1, pelvis.plus(girth.hip() * 1.02, -torso * .16), 1);
        } else if (variant < .8) {
            var before = pelvis.plus(0, -torso * (.16 + .2 * (variant - .55)));
            reach(0, before.plus(-girth.hand() * .5, 0), -1);
            reach(1, before.plus(girth.hand() * .5, 0), 1);
        } else {
            reach(0, pelvis.plus(-girth.hip() * 1.02, -torso * .16), -1);
            reach(1, pelvis.plus(girth.hip() * 1.02, -torso * .16), 1);
        }
    }

    private void sitting() {
        for (int side = 0; side < 2; side++) {
            var lap = seat == Seat.CUSHION
                    ? (variant < .25
                            ? pelvis.plus(sign(side) * girth.hand() * .6, -torso * .04)
                            : knees[side].plus(-sign(side) * girth.knee() * .6, -girth.knee() * .6))
                    : hips[side].toward(knees[side], .6).plus(0, -girth.thigh() * .5);
            reach(side, lap, sign(side));
        }
    }

    /// Brings the right hand, for a book both, to where the held thing needs it.
    private void hold(Spot throat) {
        int hand = figure.posture() == Posture.POINTING ? 0 : 1;
        double out = sign(hand);
        switch (figure.held()) {
            case NOTHING -> {}
            case SWORD -> {
                if (figure.posture() == Posture.STANDING) {
                    arm(hand, 24, 18);
                }
            }
            case FAN, FLOWER -> reach(hand, throat.plus(out * girth.shoulder() * .62, torso * .34), out);
            case LANTERN -> arm(hand, 34, 66);
            case UMBRELLA -> reach(hand, throat.plus(out * girth.shoulder() * 1.08, torso * .24), out);
            case BOOK -> {
                var book = throat.plus(0, torso * .52);
                reach(0, book.plus(-girth.hand() * .7, 0), -1);
                reach(1, book.plus(girth.hand() * .7, 0), 1);
            }
        }
    }

    private void relaxed(int side) {
        arm(side, 13, 5);
    }

    private double upper() {
        return torso * .50 + head * .05;
    }

    private double fore() {
        return torso * .42 + head * .05;
    }

    /// @param upper degrees from straight down, outward
    private void arm(int side, double upper, double fore) {
        elbows[side] = shoulders[side].along(sign(side) * upper, upper());
        wrists[side] = elbows[side].along(sign(side) * fore, fore());
    }

    /// Bends the arm so that the wrist comes to a spot, or toward it as far as it reaches.
    ///
    /// @param bend side to which the elbow goes
    private void reach(int side, Spot target, double bend) {
        double a = upper();
        double b = fore();
        double way = Math.clamp(shoulders[side].distance(target), Math.abs(a - b) * 1.2 + .01, (a + b) * .995);
        double corner =
                StrictMath.toDegrees(StrictMath.acos(Math.clamp((a * a + way * way - b * b) / (2 * a * way), -1, 1)));
        double direct = shoulders[side].degreesTo(target);
        elbows[side] = shoulders[side].along(direct + bend * corner, a);
        wrists[side] = shoulders[side].along(direct, way);
    }

    private static double sign(int side) {
        return side == 0 ? -1 : 1;
    }
}
