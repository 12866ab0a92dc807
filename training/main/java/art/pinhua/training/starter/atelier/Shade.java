package art.pinhua.training.starter.atelier;

import java.awt.Color;

/// Colour of the hair.
public enum Shade {
    BLACK(46, 40, 52),
    BROWN(124, 78, 48),
    WHITE(228, 228, 238),
    RED(206, 80, 38),
    GOLDEN(240, 198, 104);

    private final Color colour;

    Shade(int red, int green, int blue) {
        colour = new Color(red, green, blue);
    }

    Color colour() {
        return colour;
    }
}
