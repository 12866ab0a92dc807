package art.pinhua.training.starter;

/// Where cloth and skin lie beside head and body, which tells the poses apart.
///
/// @param head   height of the head in pixels of 64 by 64
/// @param sunk   rows by which the face lies lower than that of a standing figure with such a head
/// @param raised pixels of arms beside the head, on the side that has fewer
/// @param aside  pixels of an arm far to the left of the body less those far to the right
record Limbs(double head, double sunk, double raised, double aside) {
    private static final double GROUND = Stance.GROUND * Pixels.SIZE;
    private static final double STANDING = .84 * Pixels.SIZE;
    private static final double LARGE_HEAD = .379 * Pixels.SIZE;
    private static final double SMALL_HEAD = .30 * Pixels.SIZE;

    static Limbs of(Pixels pixels, Background background, Face face, Cloth cloth) {
        boolean pale = background == Background.PLAIN || background == Background.MOUNTAIN;
        double head = 1.05 + 1.515 * Math.sqrt(face.area());
        double sunk = face.y() - (GROUND - STANDING + .62 * head);
        int left = 0;
        int right = 0;
        int aside = 0;
        double tall = Math.clamp((STANDING / head - 2.5) / 5, 0, 1);
        double body = head * (.27 + .42 * tall) + 4;
        int hip = (int) (face.bottom() + .5 * (GROUND - face.bottom()));
        for (int y = 0; y < hip; y++) {
            for (int x = 0; x < Pixels.SIZE; x++) {
                double off = x - face.x();
                if (Math.abs(off) < .5 * head || !shown(pixels, x, y, cloth.colour(), pale)) {
                    continue;
                }
                if (y > face.y() - 1.1 * head && y < face.y() + .3 * head && Math.abs(off) > .7 * head + 1) {
                    left += off < 0 ? 1 : 0;
                    right += off > 0 ? 1 : 0;
                }
                if (y > face.bottom() + 1 && Math.abs(off) > body) {
                    aside += off < 0 ? 1 : -1;
                }
            }
        }
        return new Limbs(head, sunk, Math.min(left, right), aside);
    }

    /// What belongs to a costume or is skin; white before a pale background shows by its shade and its outline.
    private static boolean shown(Pixels pixels, int x, int y, GarmentColour colour, boolean pale) {
        int i = y * Pixels.SIZE + x;
        return Face.skin(pixels, i)
                || switch (colour) {
                    case WHITE ->
                        pale
                                ? pixels.value(i) < Math.min(edge(pixels, y, 2), edge(pixels, y, 61)) - 22
                                : pixels.value(i) > 200 && pixels.chroma(i) < 34;
                    case BLACK -> pixels.value(i) < 100 && pixels.chroma(i) < 28;
                    default -> Cloth.hueBand(pixels, i) == colour;
                };
    }

    private static double edge(Pixels pixels, int y, int x) {
        return pixels.value(y * Pixels.SIZE + x);
    }

    Pose pose() {
        boolean large = head > LARGE_HEAD;
        if (large || (head < SMALL_HEAD && sunk > 4.5)) {
            return Pose.SITTING;
        }
        if (raised > 15) {
            return Pose.ARMS_RAISED;
        }
        return aside > 7 ? Pose.WALKING : Pose.STANDING;
    }

    /// Height of the body, were it standing, in heads.
    double heads() {
        double height = pose() == Pose.SITTING ? STANDING * Stance.SITTING_GROWS : STANDING;
        return height / head;
    }
}
