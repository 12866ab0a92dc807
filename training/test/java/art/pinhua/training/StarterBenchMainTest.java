package art.pinhua.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import art.pinhua.training.measure.Options;
import art.pinhua.training.starter.training.LearntFrom;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StarterBenchMainTest {
    private static LearntFrom learntFrom(Optional<LearntFrom> said, String... arguments) {
        var options = Options.parse(arguments, "training-seed", "training-pictures");
        return StarterBenchMain.learntFrom(options, "mine", said);
    }

    @Test
    void copiesAreLookedForAmongTheDrawingsOfTheModel() {
        var said = Optional.of(new LearntFrom(7, 24));
        assertEquals(new LearntFrom(7, 24), learntFrom(said));
        assertEquals(new LearntFrom(8, 24), learntFrom(said, "--training-seed", "8"));
        assertEquals(new LearntFrom(7, 6), learntFrom(said, "--training-pictures", "6"));
        assertEquals(
                new LearntFrom(8, 6), learntFrom(Optional.empty(), "--training-seed", "8", "--training-pictures", "6"));
    }

    @Test
    void noDrawingsAreGuessed() {
        var refusal = assertThrows(
                IllegalArgumentException.class, () -> learntFrom(Optional.empty(), "--training-seed", "8"));
        assertEquals(
                "mine does not say what it learnt from: name --training-seed and --training-pictures",
                refusal.getMessage());
    }
}
