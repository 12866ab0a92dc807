package art.pinhua.training.starter.atelier;

import art.pinhua.training.starter.Background;
import art.pinhua.training.starter.Costume;
import art.pinhua.training.starter.DrawnGallery;
import art.pinhua.training.starter.GarmentColour;
import art.pinhua.training.starter.HeldOut;
import art.pinhua.training.starter.Raster;
import java.util.Arrays;

/// The pictures of the 128 px model with their descriptions, in the basic brushes.
public final class Paintings extends DrawnGallery<Scene> {
    private Paintings(long seed, int size, boolean heldOut) {
        super(seed, size, heldOut);
    }

    /// @param size width and height of the pictures in pixels
    public static Paintings training(long seed, int size) {
        return new Paintings(seed, size, false);
    }

    /// Scenes that no training index gives.
    public static Paintings heldOut(long seed, int size) {
        return new Paintings(seed, size, true);
    }

    @Override
    protected Scene draw(long seed, long number) {
        return Scene.draw(seed, number);
    }

    @Override
    protected boolean keptOut(Scene scene) {
        return HeldOut.contains(scene.figure().costume(), scene.figure().garment(), scene.background());
    }

    @Override
    protected Raster render(Scene scene, int size) {
        return Painting.render(scene, size);
    }

    @Override
    protected String word(Scene scene, long seed, long number) {
        return Descriptions.of(scene, seed, number).text();
    }

    @Override
    protected int[] states(Scene scene, long seed, long number) {
        var said = Descriptions.of(scene, seed, number).states();
        var figure = scene.figure();
        return Arrays.stream(Trait.values())
                .mapToInt(trait -> !said.contains(trait)
                        ? -1
                        : switch (trait) {
                            case BACKGROUND -> scene.background().ordinal();
                            case GARMENT_COLOUR -> figure.garment().ordinal();
                            case COSTUME -> figure.costume().ordinal();
                            case HAIR -> figure.hair().ordinal();
                            case POSTURE -> figure.posture().ordinal();
                            case BUILD -> figure.build().ordinal();
                            case BRUSH -> scene.brush().ordinal();
                            case HELD -> figure.held().ordinal();
                        })
                .toArray();
    }

    @Override
    public int[] traits() {
        return Arrays.stream(Trait.values())
                .mapToInt(trait -> switch (trait) {
                    case BACKGROUND -> Background.values().length;
                    case GARMENT_COLOUR -> GarmentColour.values().length;
                    case COSTUME -> Costume.values().length;
                    case HAIR -> Shade.values().length;
                    case POSTURE -> Posture.values().length;
                    case BUILD -> Build.values().length;
                    case BRUSH -> BrushStyle.values().length;
                    case HELD -> Held.values().length;
                })
                .toArray();
    }
}
