package art.pinhua.training.starter;

import java.util.Arrays;

/// The drawings of the 64 px model with their captions.
public final class StarterData extends DrawnGallery<Scene> {
    private StarterData(long seed, int size, boolean heldOut) {
        super(seed, size, heldOut);
    }

    /// @param size width and height of the pictures in pixels
    public static StarterData training(long seed, int size) {
        return new StarterData(seed, size, false);
    }

    /// Scenes that no training index gives.
    public static StarterData heldOut(long seed, int size) {
        return new StarterData(seed, size, true);
    }

    @Override
    protected Scene draw(long seed, long number) {
        return Scene.draw(seed, number);
    }

    @Override
    protected boolean keptOut(Scene scene) {
        return scene.heldOut();
    }

    @Override
    protected Raster render(Scene scene, int size) {
        return Art.render(scene, size);
    }

    @Override
    protected String word(Scene scene, long seed, long number) {
        return Captions.draw(scene, seed, number);
    }

    @Override
    protected int[] states(Scene scene, long seed, long number) {
        var said = Captions.caption(scene, seed, number).states();
        var figure = scene.figure();
        return Arrays.stream(Attribute.values())
                .mapToInt(attribute -> !said.contains(attribute)
                        ? -1
                        : switch (attribute) {
                            case BACKGROUND -> scene.background().ordinal();
                            case GARMENT_COLOUR -> figure.garment().ordinal();
                            case COSTUME -> figure.costume().ordinal();
                            case HAIR_COLOUR -> figure.hair().ordinal();
                            case POSE -> figure.pose().ordinal();
                            case BUILD -> figure.build().ordinal();
                        })
                .toArray();
    }

    @Override
    public int[] traits() {
        return Arrays.stream(Attribute.values())
                .mapToInt(attribute -> switch (attribute) {
                    case BACKGROUND -> Background.values().length;
                    case GARMENT_COLOUR -> GarmentColour.values().length;
                    case COSTUME -> Costume.values().length;
                    case HAIR_COLOUR -> HairColour.values().length;
                    case POSE -> Pose.values().length;
                    case BUILD -> Figure.Build.values().length;
                })
                .toArray();
    }
}
