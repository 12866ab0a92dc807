package art.pinhua.training.starter.atelier;

import java.awt.Color;

/// Colours as one brush paints them under one light: what is tinted, what stays paper, how deep the shade is.
final class Tone {
    static final Color INK = new Color(42, 32, 44);
    private static final Color COOL = new Color(70, 60, 120);
    private static final Color PAPER = new Color(250, 246, 236);

    private final BrushStyle brush;
    private final Manner manner;

    Tone(BrushStyle brush, Manner manner) {
        this.brush = brush;
        this.manner = manner;
    }

    /// The colour of scenery.
    Color ground(Color colour) {
        return light(
                switch (brush) {
                    case OUTLINE -> mix(colour, PAPER, luma(colour) < 90 ? .18 : .55);
                    case WATERCOLOUR -> mix(colour, PAPER, luma(colour) < 90 ? .05 : .16);
                    case INK_WASH -> luma(colour) < 90 ? inked(colour, .1) : mix(inked(colour, .1), PAPER, .4);
                    case FLAT, IMPASTO -> colour;
                });
    }

    /// The colour of the figure.
    Color figure(Color colour) {
        return light(
                switch (brush) {
                    case OUTLINE -> mix(colour, PAPER, .24);
                    case WATERCOLOUR -> mix(colour, PAPER, .06);
                    case INK_WASH -> inked(colour, .32);
                    case FLAT, IMPASTO -> colour;
                });
    }

    private static Color inked(Color colour, double chroma) {
        int grey = (int) luma(colour);
        var lifted = channel(grey * .86 + 26);
        return mix(new Color(lifted, lifted, channel(lifted * .95)), colour, chroma);
    }

    private Color light(Color colour) {
        double warmth = manner.warmth();
        return new Color(
                channel(colour.getRed() * (1 + .045 * warmth)),
                channel(colour.getGreen() * (1 + .01 * warmth)),
                channel(colour.getBlue() * (1 - .085 * warmth)),
                colour.getAlpha());
    }

    /// Darker and cooler; light colours turn bluish, dark ones stay.
    Color shade(Color lit) {
        double strength = .62 + .38 * manner.depth();
        double luma = luma(lit) / 255;
        var multiplied = new Color(
                channel(lit.getRed() * (1 - .30 * strength)),
                channel(lit.getGreen() * (1 - .33 * strength)),
                channel(lit.getBlue() * (1 - .20 * strength)));
        return mix(multiplied, COOL, .06 + .07 * luma);
    }

    Color halfShade(Color lit) {
        return mix(lit, shade(lit), .5);
    }

    /// The line around something of this colour: a deep tone of its own, or plain ink.
    Color ink(Color colour) {
        return switch (brush) {
            case OUTLINE, INK_WASH -> light(INK);
            case FLAT -> withAlpha(light(mix(darker(colour, .42), INK, .45)), .9);
            case WATERCOLOUR -> withAlpha(light(mix(darker(colour, .42), INK, .3)), .55);
            case IMPASTO -> withAlpha(light(mix(darker(colour, .40), INK, .3)), .8);
        };
    }

    Color foldInk(Color colour) {
        return switch (brush) {
            case OUTLINE, INK_WASH -> withAlpha(light(INK), .85);
            case FLAT, WATERCOLOUR, IMPASTO -> withAlpha(light(mix(darker(colour, .52), INK, .12)), .8);
        };
    }

    double lineScale() {
        return switch (brush) {
            case OUTLINE -> 1.15;
            case INK_WASH -> 1.2;
            case FLAT -> .8;
            case WATERCOLOUR -> .8;
            case IMPASTO -> .75;
        };
    }

    /// How much thicker a line gets on the far side from the light, in widths.
    double pressure() {
        return switch (brush) {
            case OUTLINE -> .5;
            case INK_WASH -> .9;
            case FLAT, WATERCOLOUR, IMPASTO -> .3;
        };
    }

    /// How far shade reaches, relative to flat colour.
    double shading() {
        return (brush == BrushStyle.OUTLINE ? .8 : .7) + .5 * manner.depth();
    }

    /// Whether shade is hatched with lines instead of filled.
    boolean hatches() {
        return brush == BrushStyle.OUTLINE;
    }

    double markOpacity() {
        return brush == BrushStyle.OUTLINE ? .22 : .75;
    }

    /// Whether the scenery has lines of ink.
    boolean drawsScenery() {
        return brush == BrushStyle.OUTLINE || brush == BrushStyle.INK_WASH;
    }

    static Color mix(Color one, Color other, double share) {
        return new Color(
                channel(one.getRed() + share * (other.getRed() - one.getRed())),
                channel(one.getGreen() + share * (other.getGreen() - one.getGreen())),
                channel(one.getBlue() + share * (other.getBlue() - one.getBlue())),
                one.getAlpha());
    }

    static Color darker(Color colour, double share) {
        return new Color(
                channel(colour.getRed() * share),
                channel(colour.getGreen() * share),
                channel(colour.getBlue() * share));
    }

    static Color withAlpha(Color colour, double alpha) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), channel(255 * alpha));
    }

    static Color clear(Color colour) {
        return withAlpha(colour, 0);
    }

    static double luma(Color colour) {
        return .299 * colour.getRed() + .587 * colour.getGreen() + .114 * colour.getBlue();
    }

    private static int channel(double value) {
        return (int) Math.clamp(Math.round(value), 0, 255);
    }
}
