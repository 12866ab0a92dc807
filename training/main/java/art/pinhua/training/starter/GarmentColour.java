package art.pinhua.training.starter;

import java.awt.Color;

/// Main colour of the costume. Chosen apart in hue and lightness, and stronger than any background.
public enum GarmentColour {
    RED(206, 44, 48),
    BLUE(44, 88, 206),
    GREEN(28, 142, 84),
    YELLOW(242, 196, 44),
    PURPLE(136, 62, 176),
    WHITE(244, 243, 240),
    BLACK(46, 44, 52);

    private final Color colour;

    GarmentColour(int red, int green, int blue) {
        colour = new Color(red, green, blue);
    }

    /// As it is painted in neutral light.
    public Color colour() {
        return colour;
    }
}
