package art.pinhua.training.starter;

/// Where the joints of a figure are, as shares of the picture's height; left and right as the viewer sees them.
///
/// @param head   height of the head, hair included
/// @param headX  middle of the head, with `headY`
/// @param hip    height of the hips; `ground` that of the soles
/// @param wrists x and y of the left, then of the right wrist; `elbows`, `knees`, `ankles` likewise
record Stance(
        double head,
        double headX,
        double headY,
        double shoulderY,
        double shoulder,
        double hipX,
        double hip,
        double ground,
        double[] elbows,
        double[] wrists,
        double[] knees,
        double[] ankles) {
    static final double GROUND = .945;
    static final double OFF_MIDDLE = .07;
    static final double SITTING_GROWS = 1.28;

    static Stance of(Figure figure, Style style) {
        boolean sits = figure.pose() == Pose.SITTING;
        double tall = Math.clamp((figure.heads() - 2.5) / 5, 0, 1);
        double height = figure.height() * (sits ? SITTING_GROWS : 1);
        double head = height / figure.heads();
        double neck = head * (.02 + .16 * tall);
        double rest = height - head;
        double legs = rest * (.44 + .10 * tall);
        double torso = rest - legs - neck;
        double shin = legs * .5;
        double middle = .5 + OFF_MIDDLE * style.asymmetry();
        double hip = GROUND - (sits ? .075 : legs);
        double shoulderY = hip - torso + .04 * torso;
        double shoulder = head * (.27 + .42 * tall) * (1 + .12 * (1 - Math.abs(2 * tall - 1)));
        double arm = torso * (.50 - .02 * tall) + .016;
        double hips = shoulder * .55;

        var elbows = new double[4];
        var wrists = new double[4];
        var knees = new double[4];
        var ankles = new double[4];
        for (int side = 0; side < 2; side++) {
            double sign = side == 0 ? -1 : 1;
            double x = middle + sign * shoulder;
            double y = shoulderY + .02;
            double upper = 14 + 6 * (1 - tall);
            double fore = 6;
            switch (figure.pose()) {
                case ARMS_RAISED -> {
                    upper = 110 - 4 * tall;
                    fore = 142 - 4 * tall;
                }
                case WALKING -> {
                    upper = side == 0 ? 34 : 30;
                    fore = side == 0 ? 50 : -24;
                }
                case SITTING -> {
                    upper = 30;
                    fore = -34;
                }
                case STANDING -> {}
            }
            elbows[2 * side] = x + sign * arm * sin(upper);
            elbows[2 * side + 1] = y + arm * cos(upper);
            wrists[2 * side] = elbows[2 * side] + sign * arm * sin(fore);
            wrists[2 * side + 1] = elbows[2 * side + 1] + arm * cos(fore);
            double hipX = middle + sign * hips;
            switch (figure.pose()) {
                case WALKING -> {
                    double stride = side == 0 ? 27 : 22;
                    knees[2 * side] = hipX + sign * shin * sin(stride);
                    knees[2 * side + 1] = hip + shin * cos(stride);
                    ankles[2 * side] = hipX + sign * shin * 1.9 * sin(stride);
                    ankles[2 * side + 1] = GROUND - .012;
                }
                case SITTING -> {
                    knees[2 * side] = middle + sign * (hips + Math.max(shin * .72, .09));
                    knees[2 * side + 1] = GROUND - .045;
                    ankles[2 * side] = middle - sign * shin * .10;
                    ankles[2 * side + 1] = GROUND - .022;
                }
                default -> {
                    knees[2 * side] = hipX + sign * .006;
                    knees[2 * side + 1] = hip + shin;
                    ankles[2 * side] = hipX + sign * .012;
                    ankles[2 * side + 1] = GROUND - .012;
                }
            }
        }
        return new Stance(
                head,
                middle,
                shoulderY - neck - head / 2 + .01,
                shoulderY,
                shoulder,
                middle,
                hip,
                GROUND,
                elbows,
                wrists,
                knees,
                ankles);
    }

    private static double sin(double degrees) {
        return StrictMath.sin(Math.toRadians(degrees));
    }

    private static double cos(double degrees) {
        return StrictMath.cos(Math.toRadians(degrees));
    }
}
