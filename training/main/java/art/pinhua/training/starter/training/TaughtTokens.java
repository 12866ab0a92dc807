package art.pinhua.training.starter.training;

import art.pinhua.training.starter.Curriculum;
import art.pinhua.training.starter.Gallery;
import art.pinhua.training.starter.TokenizerBuilder;
import art.pinhua.training.text.Tokenizer;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// The tokens of a starter model's captions: its vocabulary holds far more, but only these mean something to
/// it, and whoever writes a prompt is told which words do not.
final class TaughtTokens {
    private static final long SEED = 1;

    /// Captions that are looked through: the rarest word stands in one of a few hundred.
    private static final int PICTURES = 4_000;

    private static final int VISITS = 8;

    private TaughtTokens() {}

    static SortedSet<String> of(Curriculum curriculum) {
        var tokenizer = Tokenizer.parse(curriculum.tokenizer(), TokenizerBuilder.configuration(curriculum.positions()));
        Gallery gallery = curriculum.training(SEED);
        var taught = new TreeSet<String>();
        for (int index = 0; index < PICTURES; index++) {
            for (int visit = 0; visit < VISITS; visit++) {
                List<String> tokens = tokenizer.tokens(gallery.caption(index, visit));
                taught.addAll(tokens.subList(1, tokens.size() - 1)); // between the two marks
            }
        }
        return taught;
    }
}
