package art.pinhua.training.starter;

import java.util.List;
import java.util.function.UnaryOperator;

/// The 64 px model's: flat drawings, prompts of 32 tokens. Its art stays as it is, since its published gates are
/// measured on it.
public final class SmallCurriculum implements Curriculum {
    private static final int POSITIONS = 32;
    private static final int SPREAD_GROUPS = 16;
    private static final long CALIBRATED = 2;

    private final int side;

    public SmallCurriculum(int side) {
        this.side = side;
    }

    @Override
    public int side() {
        return side;
    }

    @Override
    public int positions() {
        return POSITIONS;
    }

    @Override
    public String tokenizer() {
        return TokenizerBuilder.tokenizer();
    }

    @Override
    public Gallery training(long seed) {
        return StarterData.training(seed, side);
    }

    @Override
    public Gallery heldOut(long seed) {
        return StarterData.heldOut(seed, side);
    }

    @Override
    public List<Prompts.Prompt> prompts(int count) {
        return Prompts.heldOut(count);
    }

    @Override
    public List<Pair> inBothLanguages(int count) {
        return List.of();
    }

    @Override
    public List<Gate> gates() {
        return Examination.SMALL_GATES;
    }

    @Override
    public boolean[] costumeArea(long seed, long index) {
        var scene = StarterData.heldOut(seed, side).scene(index);
        var other = scene.figure().garment() == GarmentColour.GREEN ? GarmentColour.RED : GarmentColour.GREEN;
        return Art.render(scene, side).unlike(Art.render(scene.wearing(other), side));
    }

    @Override
    public String spread(Artist model, int seeds) {
        var art = StarterData.heldOut(CALIBRATED, side);
        return """
                | what prompts leave open | garment colours | hair colours | poses | log ratio, sd | warmth, sd |
                |---|---|---|---|---|---|
                """
                + Spread.of(model, seeds).markdown("model")
                + Spread.ofArt(art, SPREAD_GROUPS, seeds).markdown("the art itself");
    }

    @Override
    public String calibration(int drawings, UnaryOperator<Raster> coded) {
        var art = StarterData.heldOut(CALIBRATED, side);
        return MeterErrors.table(
                Calibration.of(art, drawings, UnaryOperator.identity()), Calibration.of(art, drawings, coded));
    }
}
