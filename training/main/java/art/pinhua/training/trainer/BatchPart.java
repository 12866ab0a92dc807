package art.pinhua.training.trainer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Groups of a batch that go through the denoiser together. A pass whose gradients are wanted keeps what
/// each layer made, at the size of Stable Diffusion 1.5 more than a gigabyte a picture of 512 pixels; so
/// a large batch goes through in parts, whose gradients add up to the batch's.
///
/// A group stays whole, because what is learnt of a picture depends on the others of its group.
/// @param firstGroup of the batch
/// @param endGroup   the one after the last
/// @param firstRow   likewise of the batch's pictures, which stand group after group
record BatchPart(int firstGroup, int endGroup, int firstRow, int endRow) {
    /// Height times width of latents in one pass: four pictures of 512 pixels, 64 of 128.
    static final long PLACES_AT_ONCE = 1 << 14;

    /// As few parts as there can be in this order.
    /// @param sizes  pictures of each group
    /// @param places height times width of the latents of one picture
    /// @param most   places of a part; a single group that has more is a part of its own
    static List<BatchPart> of(int[] sizes, long places, long most) {
        var parts = new ArrayList<BatchPart>();
        int firstGroup = 0;
        int firstRow = 0;
        int row = 0;
        for (int group = 0; group < sizes.length; group++) {
            if (group > firstGroup && (row + sizes[group] - firstRow) * places > most) {
                parts.add(new BatchPart(firstGroup, group, firstRow, row));
                firstGroup = group;
                firstRow = row;
            }
            row += sizes[group];
        }
        parts.add(new BatchPart(firstGroup, sizes.length, firstRow, row));
        return List.copyOf(parts);
    }

    /// Pictures in it.
    int size() {
        return endRow - firstRow;
    }

    /// Their places in the batch.
    int[] rows() {
        return IntStream.range(firstRow, endRow).toArray();
    }
}
