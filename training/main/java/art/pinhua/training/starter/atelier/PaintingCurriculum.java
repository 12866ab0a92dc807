package art.pinhua.training.starter.atelier;

import art.pinhua.training.starter.Artist;
import art.pinhua.training.starter.Curriculum;
import art.pinhua.training.starter.Examination;
import art.pinhua.training.starter.GarmentColour;
import art.pinhua.training.starter.Inquiry;
import art.pinhua.training.starter.MeterErrors;
import art.pinhua.training.starter.Raster;
import art.pinhua.training.starter.TokenizerBuilder;
import java.util.List;
import java.util.function.UnaryOperator;

/// The 128 px model's: figures in three brushes, prompts of 48 tokens.
public final class PaintingCurriculum implements Curriculum {
    private static final int POSITIONS = 48;
    private static final long CALIBRATED = 2;
    private static final int SPREAD_GROUPS = 16;

    private final int side;

    /// @param side of the pictures; the meters look at them at 128 pixels
    public PaintingCurriculum(int side) {
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
        return TokenizerBuilder.tokenizer(Terms.englishWords());
    }

    @Override
    public Paintings training(long seed) {
        return Paintings.training(seed, side);
    }

    @Override
    public Paintings heldOut(long seed) {
        return Paintings.heldOut(seed, side);
    }

    @Override
    public List<? extends Inquiry> prompts(int count) {
        return Inquiries.first(count);
    }

    @Override
    public List<Pair> inBothLanguages(int count) {
        return Inquiries.inBothLanguages(count);
    }

    @Override
    public List<Gate> gates() {
        return List.of(
                new Gate(Examination.FIGURE, .95),
                new Gate(Examination.BACKGROUND, .95),
                new Gate(Examination.GARMENT, .90),
                new Gate(Examination.HAIR, .85),
                new Gate(Examination.BUILD, .85),
                new Gate(Examination.POSE, .80),
                new Gate(Examination.COSTUME, .75),
                new Gate(Examination.BRUSH, 0),
                new Gate(Examination.HELD, 0),
                new Gate(Examination.SOUND, 0));
    }

    @Override
    public boolean[] costumeArea(long seed, long index) {
        var scene = heldOut(seed).scene(index);
        var other = scene.figure().garment() == GarmentColour.GREEN ? GarmentColour.RED : GarmentColour.GREEN;
        return Painting.render(scene, side).unlike(Painting.render(scene.wearing(other), side));
    }

    @Override
    public String spread(Artist model, int seeds) {
        return """
                | what prompts leave open | garment colours | the same, all else said | hair colours | poses | costumes \
                | brushes | log ratio, sd | warmth, sd |
                |---|---|---|---|---|---|---|---|---|
                """
                + SightSpread.of(model, seeds).markdown("model")
                + SightSpread.ofArt(heldOut(CALIBRATED), SPREAD_GROUPS, seeds).markdown("the art itself");
    }

    @Override
    public String calibration(int drawings, UnaryOperator<Raster> coded) {
        var art = heldOut(CALIBRATED);
        return MeterErrors.table(
                SightErrors.of(art, drawings, UnaryOperator.identity()), SightErrors.of(art, drawings, coded));
    }
}
