package art.pinhua.training.starter.atelier;

/// Where the joints of a figure are. Pairs are left and right as the viewer sees them.
///
/// @param head      height of the head from crown to chin
/// @param skull     middle of the head
/// @param throat    middle of the shoulder line; `pelvis` that of the hips
/// @param turn      -1 … 1: how far the head looks left or right
/// @param tilt      of the head, degrees clockwise
/// @param toes      where a foot points: -1 left, 0 at the viewer, 1 right
/// @param seat      how the figure sits
/// @param girth     thickness of the body's parts
record Skeleton(
        double head,
        Spot skull,
        Spot throat,
        Spot pelvis,
        double turn,
        double tilt,
        Spot[] shoulders,
        Spot[] elbows,
        Spot[] wrists,
        Spot[] hips,
        Spot[] knees,
        Spot[] ankles,
        double[] toes,
        double ground,
        Seat seat,
        Girth girth) {
    enum Seat {
        NONE,
        CUSHION,
        STOOL
    }

    /// Half widths and radii.
    record Girth(
            double shoulder,
            double waist,
            double hip,
            double upperArm,
            double wrist,
            double hand,
            double thigh,
            double knee,
            double ankle) {
        static Girth of(Figure figure, double head) {
            double tall = figure.tallness();
            boolean woman = figure.person() == Person.WOMAN;
            double shoulder = head * (.355 + tall * (woman ? .37 : .50));
            return new Girth(
                    shoulder,
                    shoulder * (woman ? .66 - .05 * tall : .76 - .04 * tall),
                    shoulder * (woman ? .84 - .04 * tall : .78 - .06 * tall),
                    head * (.125 + .045 * tall) * (woman ? .9 : 1.06),
                    head * (.090 + .012 * tall) * (woman ? .9 : 1.06),
                    head * (.105 + .055 * tall) * (woman ? .94 : 1.05),
                    head * (.175 + .080 * tall),
                    head * (.125 + .045 * tall),
                    head * (.095 + .012 * tall));
        }
    }

    Spot waist() {
        return pelvis.toward(throat, .36);
    }

    /// A spot in the trunk.
    ///
    /// @param across -1 … 1 from the left to the right shoulder or hip
    /// @param down   0 shoulder line … 1 hips
    Spot trunk(double across, double down) {
        double half = down < .64
                ? girth.shoulder + (girth.waist - girth.shoulder) * down / .64
                : girth.waist + (girth.hip - girth.waist) * (down - .64) / .36;
        var middle = throat.toward(pelvis, down);
        return middle.along(throat.degreesTo(pelvis) + 90, across * half);
    }

    double torso() {
        return throat.distance(pelvis);
    }

    static Skeleton of(Figure figure, Manner manner, double ground) {
        return new Posing(figure, manner, ground).skeleton();
    }
}
