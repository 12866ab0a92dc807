package art.pinhua.training.trainer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchPartTest {
    private static final long PLACES = 64 * 64;

    private static int[] groups(int number, int pictures) {
        var sizes = new int[number];
        Arrays.fill(sizes, pictures);
        return sizes;
    }

    /// Runs on it are what they were before there were parts.
    @Test
    void theUsualBatchOfTheStarterIsOnePart() {
        List<BatchPart> parts = BatchPart.of(groups(16, 4), 16 * 16, BatchPart.PLACES_AT_ONCE);
        assertEquals(List.of(new BatchPart(0, 16, 0, 64)), parts);
    }

    @Test
    void ofLargePicturesOneRankingGoesThroughAtOnce() {
        List<BatchPart> parts = BatchPart.of(groups(16, 4), PLACES, BatchPart.PLACES_AT_ONCE);
        assertEquals(16, parts.size());
        assertEquals(new BatchPart(15, 16, 60, 64), parts.getLast());
    }

    @Test
    void partsHoldAsManyWholeGroupsAsHaveRoom() {
        List<BatchPart> parts = BatchPart.of(new int[] {2, 3, 1, 4, 2, 2}, PLACES, 5 * PLACES);
        assertEquals(
                List.of(new BatchPart(0, 2, 0, 5), new BatchPart(2, 4, 5, 10), new BatchPart(4, 6, 10, 14)), parts);
        assertArrayEquals(new int[] {5, 6, 7, 8, 9}, parts.get(1).rows());
    }

    @Test
    void aGroupThatIsTooLargeIsAPartOfItsOwn() {
        List<BatchPart> parts = BatchPart.of(new int[] {1, 9, 1}, PLACES, 4 * PLACES);
        assertEquals(
                List.of(new BatchPart(0, 1, 0, 1), new BatchPart(1, 2, 1, 10), new BatchPart(2, 3, 10, 11)), parts);
    }
}
