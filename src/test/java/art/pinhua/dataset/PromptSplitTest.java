package art.pinhua.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.contract.PreferenceGroup.Split;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PromptSplitTest {

    private static List<UUID> prompts(int count) {
        return IntStream.range(0, count).mapToObj(i -> new UUID(7, i)).toList();
    }

    @Test
    void aboutATenthIsHeldOutAndTheSeedDecidesWhich() {
        var splits = PromptSplit.of(prompts(2000), 1);
        long heldOut = splits.values().stream().filter(s -> s == Split.HELDOUT).count();

        assertTrue(heldOut > 160 && heldOut < 240, "held out " + heldOut);
        assertEquals(splits, PromptSplit.of(prompts(2000).reversed(), 1));
        assertNotEquals(splits, PromptSplit.of(prompts(2000), 2));
    }

    @Test
    void aPromptsLotDoesNotDependOnTheOthers() {
        var all = PromptSplit.of(prompts(2000), 1);
        var some = PromptSplit.of(prompts(1000), 1);

        some.forEach((prompt, split) -> assertEquals(all.get(prompt), split));
    }

    @Test
    void smallSetsHaveBothSidesAndTinyOnesAreAllTrained() {
        for (int count = 5; count < 20; count++) {
            var splits = PromptSplit.of(prompts(count), 1).values();
            assertTrue(splits.contains(Split.HELDOUT) && splits.contains(Split.TRAIN), "of " + count);
        }
        assertEquals(
                List.of(Split.TRAIN), List.copyOf(PromptSplit.of(prompts(1), 1).values()));
    }
}
