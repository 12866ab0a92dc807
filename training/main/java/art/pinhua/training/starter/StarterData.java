package art.pinhua.training.starter;

import java.util.List;
import java.util.Set;

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

    /// In the order of [Attribute].
    @Override
    protected List<Enum<?>> values(Scene scene) {
        var figure = scene.figure();
        return List.of(
                scene.background(), figure.garment(), figure.costume(), figure.hair(), figure.pose(), figure.build());
    }

    @Override
    protected Set<Attribute> states(Scene scene, long seed, long number) {
        return Captions.caption(scene, seed, number).states();
    }
}
