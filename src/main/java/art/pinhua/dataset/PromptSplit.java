package art.pinhua.dataset;

import art.pinhua.training.contract.PreferenceGroup.Split;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.commons.codec.digest.DigestUtils;

/// Decides which prompts are held out from training. A prompt's lot depends on its id and the seed alone, so it is
/// the same in every snapshot; only very small sets are helped to have both sides.
final class PromptSplit {

    static final double HELD_OUT = .1;
    private static final int SMALL = 5;

    private PromptSplit() {}

    static Map<UUID, Split> of(Collection<UUID> prompts, long seed) {
        List<UUID> byLot = prompts.stream()
                .distinct()
                .sorted(Comparator.comparingDouble((UUID p) -> lot(p, seed)).thenComparing(p -> p))
                .toList();
        var splits = new HashMap<UUID, Split>();
        for (UUID prompt : byLot) {
            splits.put(prompt, lot(prompt, seed) < HELD_OUT ? Split.HELDOUT : Split.TRAIN);
        }
        if (byLot.size() >= SMALL) {
            splits.put(byLot.getFirst(), Split.HELDOUT);
        }
        if (!byLot.isEmpty()) {
            splits.put(byLot.getLast(), Split.TRAIN);
        }
        return splits;
    }

    /// A number in [0, 1) drawn by the prompt's id.
    private static double lot(UUID prompt, long seed) {
        byte[] digest = DigestUtils.sha256(seed + "/" + prompt);
        return (ByteBuffer.wrap(digest).getLong() >>> 11) * 0x1p-53;
    }
}
