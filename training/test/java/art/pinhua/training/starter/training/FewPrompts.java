package art.pinhua.training.starter.training;

import art.pinhua.training.starter.Artist;
import art.pinhua.training.starter.Curriculum;
import art.pinhua.training.starter.Gallery;
import art.pinhua.training.starter.Inquiry;
import art.pinhua.training.starter.Raster;
import java.util.List;
import java.util.function.UnaryOperator;

/// A curriculum with few held-out prompts. Whenever a training shows what it can do it draws pictures for
/// a dozen of them, which takes longer than all steps of a tiny one.
/// @param whole what all else is taken from
/// @param most  prompts at most
record FewPrompts(Curriculum whole, int most) implements Curriculum {
    @Override
    public int side() {
        return whole.side();
    }

    @Override
    public int positions() {
        return whole.positions();
    }

    @Override
    public String tokenizer() {
        return whole.tokenizer();
    }

    @Override
    public Gallery training(long seed) {
        return whole.training(seed);
    }

    @Override
    public Gallery heldOut(long seed) {
        return whole.heldOut(seed);
    }

    @Override
    public List<? extends Inquiry> prompts(int count) {
        return whole.prompts(Math.min(count, most));
    }

    @Override
    public List<Pair> inBothLanguages(int count) {
        return whole.inBothLanguages(Math.min(count, most));
    }

    @Override
    public List<Gate> gates() {
        return whole.gates();
    }

    @Override
    public boolean[] costumeArea(long seed, long index) {
        return whole.costumeArea(seed, index);
    }

    @Override
    public String spread(Artist model, int seeds) {
        return whole.spread(model, seeds);
    }

    @Override
    public String calibration(int drawings, UnaryOperator<Raster> coded) {
        return whole.calibration(drawings, coded);
    }
}
