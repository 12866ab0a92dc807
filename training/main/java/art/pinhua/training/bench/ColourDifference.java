package art.pinhua.training.bench;

/// CIEDE2000, how different two colours look: about 1 is the least that is seen side by side, above 10 is plain.
/// Formula and constants of Sharma, Wu and Dalal, Color Research and Application 30 (2005).
final class ColourDifference {
    private static final double POW25_7 = StrictMath.pow(25, 7);

    private ColourDifference() {}

    /// @param one red, green and blue of sRGB, 0 … 255
    static double between(int[] one, int[] other) {
        return ofLab(lab(one), lab(other));
    }

    /// CIE L*a*b* of a colour of sRGB under D65.
    static double[] lab(int[] rgb) {
        double r = linear(rgb[0]);
        double g = linear(rgb[1]);
        double b = linear(rgb[2]);
        double x = curve((.4124564 * r + .3575761 * g + .1804375 * b) / .95047);
        double y = curve(.2126729 * r + .7151522 * g + .0721750 * b);
        double z = curve((.0193339 * r + .1191920 * g + .9503041 * b) / 1.08883);
        return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
    }

    private static double linear(int value) {
        double share = value / 255.0;
        return share <= .04045 ? share / 12.92 : StrictMath.pow((share + .055) / 1.055, 2.4);
    }

    private static double curve(double t) {
        return t > 216.0 / 24389 ? StrictMath.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    }

    static double ofLab(double[] one, double[] other) {
        double meanChroma = (StrictMath.hypot(one[1], one[2]) + StrictMath.hypot(other[1], other[2])) / 2;
        double g = .5 * (1 - StrictMath.sqrt(pow7(meanChroma) / (pow7(meanChroma) + POW25_7)));
        double a1 = one[1] * (1 + g);
        double a2 = other[1] * (1 + g);
        double c1 = StrictMath.hypot(a1, one[2]);
        double c2 = StrictMath.hypot(a2, other[2]);
        double h1 = hue(a1, one[2]);
        double h2 = hue(a2, other[2]);
        boolean grey = c1 * c2 == 0;
        double turn = grey ? 0 : h2 - h1;
        turn = turn > 180 ? turn - 360 : turn < -180 ? turn + 360 : turn;
        double deltaHue = 2 * StrictMath.sqrt(c1 * c2) * sin(turn / 2);
        double meanHue = grey ? h1 + h2 : (h1 + h2) / 2;
        if (!grey && Math.abs(h1 - h2) > 180) {
            meanHue += meanHue < 180 ? 180 : -180;
        }
        double light = (one[0] + other[0]) / 2 - 50;
        double chroma = (c1 + c2) / 2;
        double t = 1
                - .17 * cos(meanHue - 30)
                + .24 * cos(2 * meanHue)
                + .32 * cos(3 * meanHue + 6)
                - .20 * cos(4 * meanHue - 63);
        double byLight = (other[0] - one[0]) / (1 + .015 * light * light / StrictMath.sqrt(20 + light * light));
        double byChroma = (c2 - c1) / (1 + .045 * chroma);
        double byHue = deltaHue / (1 + .015 * chroma * t);
        double bend = (meanHue - 275) / 25;
        double rotation =
                -2 * StrictMath.sqrt(pow7(chroma) / (pow7(chroma) + POW25_7)) * sin(60 * StrictMath.exp(-bend * bend));
        return StrictMath.sqrt(byLight * byLight + byChroma * byChroma + byHue * byHue + rotation * byChroma * byHue);
    }

    private static double hue(double a, double b) {
        if (a == 0 && b == 0) {
            return 0;
        }
        double degrees = StrictMath.toDegrees(StrictMath.atan2(b, a));
        return degrees < 0 ? degrees + 360 : degrees;
    }

    private static double pow7(double value) {
        return StrictMath.pow(value, 7);
    }

    private static double sin(double degrees) {
        return StrictMath.sin(StrictMath.toRadians(degrees));
    }

    private static double cos(double degrees) {
        return StrictMath.cos(StrictMath.toRadians(degrees));
    }
}
