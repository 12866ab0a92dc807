package art.pinhua.training.starter;

import java.awt.Color;

/// Colour of the hair.
public enum HairColour {
    BLACK(42, 36, 44),
    BROWN(124, 76, 44),
    WHITE(226, 226, 236),
    RED(214, 84, 34);

    final Color colour;

    HairColour(int red, int green, int blue) {
        colour = new Color(red, green, blue);
    }
}
