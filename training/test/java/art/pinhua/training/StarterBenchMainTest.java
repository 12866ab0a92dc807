package art.pinhua.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import art.pinhua.training.measure.Options;
import art.pinhua.training.starter.training.LearntFrom;
import java.util.List;
import org.junit.jupiter.api.Test;

class StarterBenchMainTest {
    private static List<LearntFrom> learntFrom(List<LearntFrom> said, String... arguments) {
        var options = Options.parse(arguments, "training-seed", "training-pictures");
        return StarterBenchMain.learntFrom(options, "mine", said);
    }

    @Test
    void copiesAreLookedForAmongTheDrawingsOfTheModel() {
        var said = List.of(new LearntFrom(6, 12, "of an earlier run"), new LearntFrom(7, 24, "of the last run"));
        assertEquals(said, learntFrom(said));
        assertEquals(List.of(new LearntFrom(8, 24)), learntFrom(said, "--training-seed", "8"));
        assertEquals(List.of(new LearntFrom(7, 6)), learntFrom(said, "--training-pictures", "6"));
        assertEquals(
                List.of(new LearntFrom(8, 6)),
                learntFrom(List.of(), "--training-seed", "8", "--training-pictures", "6"));
    }

    @Test
    void noDrawingsAreGuessed() {
        var refusal = assertThrows(IllegalArgumentException.class, () -> learntFrom(List.of(), "--training-seed", "8"));
        assertEquals(
                "mine does not say what it learnt from: name --training-seed and --training-pictures",
                refusal.getMessage());
    }
}
