package art.pinhua.training.starter.rater;

import art.pinhua.training.starter.Background;
import art.pinhua.training.starter.GarmentColour;
import art.pinhua.training.starter.Meters;
import art.pinhua.training.starter.Raster;
import art.pinhua.training.starter.atelier.Sights;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/// What a person notices in a picture at once, by the meters of the art that the starter model of this size was trained
/// on.
///
/// @param heads         height of the standing body in heads, NaN where it cannot be seen
/// @param warmth        of the light, about -1 … 1
/// @param garmentWarmth of the costume: -1 blue … 1 red or yellow, near 0 for white and black
/// @param soundness     0 for a picture without flaws, about -1 for one whose flaw is seen at a glance
public record Glance(
        Background background, boolean figure, double heads, double warmth, double garmentWarmth, double soundness) {
    /// Pictures up to this width are of the 64 px art.
    private static final int SMALL = 64;

    public static Glance at(Raster picture) {
        if (picture.width() <= SMALL) {
            var read = Meters.read(picture);
            return new Glance(
                    read.background(),
                    read.figure(),
                    read.heads(),
                    read.warmth(),
                    read.garmentWarmth(),
                    read.soundness());
        }
        var sight = Sights.read(picture);
        return new Glance(
                sight.background(),
                sight.figure(),
                sight.figure() ? sight.heads() : Double.NaN,
                sight.warmth(),
                sight.figure() ? warmth(sight.garment()) : 0,
                sight.figure() ? sight.soundness() : -1);
    }

    /// @param file an image file's bytes
    /// @throws IllegalArgumentException when they are no picture
    public static Glance atFile(byte[] file) {
        try {
            var image = ImageIO.read(new ByteArrayInputStream(file));
            if (image == null) {
                throw new IllegalArgumentException(file.length + " bytes are no picture that Java can read");
            }
            return at(Raster.of(image));
        } catch (IOException e) {
            throw new IllegalArgumentException("the picture is damaged", e);
        }
    }

    /// As [Meters] sees it on a torso of that colour: red minus blue, of the largest.
    private static double warmth(GarmentColour garment) {
        var colour = garment.colour();
        int largest = Math.max(64, Math.max(colour.getRed(), Math.max(colour.getGreen(), colour.getBlue())));
        return (colour.getRed() - colour.getBlue()) / (double) largest;
    }
}
