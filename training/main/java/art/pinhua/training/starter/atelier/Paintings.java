package art.pinhua.training.starter.atelier;

import art.pinhua.training.starter.DrawnGallery;
import art.pinhua.training.starter.HeldOut;
import art.pinhua.training.starter.Raster;
import java.util.List;
import java.util.Set;

/// The pictures of the 128 px model with their descriptions, in the basic brushes.
///
/// Of the pictures to learn from, two in three hold something, and of these five descriptions in six say what: each of
/// the six things is small and rarer than a hair colour, and would hardly be met otherwise. Held-out pictures and
/// prompts are as people ask: fewer hold something, and it is left unsaid more often, the colour of the garment less.
public final class Paintings extends DrawnGallery<Scene> {
    private static final double LEARNT_EMPTY_HANDED = .15;

    private final double emptyHanded;
    private final Omissions omissions;

    private Paintings(long seed, int size, boolean heldOut) {
        super(seed, size, heldOut);
        this.emptyHanded = heldOut ? Scene.EMPTY_HANDED : LEARNT_EMPTY_HANDED;
        this.omissions = heldOut ? Omissions.ASKED : Omissions.LEARNT;
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
        return Scene.draw(seed, number, emptyHanded);
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
        return described(scene, seed, number).text();
    }

    /// In the order of [Trait].
    @Override
    protected List<Enum<?>> values(Scene scene) {
        var figure = scene.figure();
        return List.of(
                scene.background(),
                figure.garment(),
                figure.costume(),
                figure.hair(),
                figure.posture(),
                figure.build(),
                scene.brush(),
                figure.held());
    }

    @Override
    protected Set<Trait> states(Scene scene, long seed, long number) {
        return described(scene, seed, number).states();
    }

    private Description described(Scene scene, long seed, long number) {
        return Descriptions.of(scene, seed, number, omissions);
    }
}
