package art.pinhua.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AgreementTest {

    private static final double[] ONE_TO_FIVE = {1, 2, 3, 4, 5};

    @Test
    void krippendorffsWorkedExampleIsReproduced() {
        String[] units = {"11.1", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", ".555", "..11"};
        int[][] answers = Arrays.stream(units)
                .map(u -> u.chars()
                        .map(c -> c == '.' ? Agreement.MISSING : c - '1')
                        .toArray())
                .toArray(int[][]::new);

        assertEquals(.743421052631579, new Agreement(answers, ONE_TO_FIVE, Agreement.Scale.NOMINAL).alpha(), 1e-14);
        assertEquals(.8153875037548813, new Agreement(answers, ONE_TO_FIVE, Agreement.Scale.ORDINAL).alpha(), 1e-14);
        assertEquals(.8491071428571428, new Agreement(answers, ONE_TO_FIVE, Agreement.Scale.INTERVAL).alpha(), 1e-14);
    }

    @Test
    void imageRatersAgreeAsPublished() {
        double[] values = {0, .5, 1};
        assertEquals(.50581284647671, new Agreement(marks(0), values, Agreement.Scale.NOMINAL).alpha(), 1e-12);
        assertEquals(.601228855012901, new Agreement(marks(0), values, Agreement.Scale.ORDINAL).alpha(), 1e-12);
        assertEquals(.6168241615712433, new Agreement(marks(0), values, Agreement.Scale.INTERVAL).alpha(), 1e-12);
        assertEquals(.40089511895925445, new Agreement(marks(3), values, Agreement.Scale.NOMINAL).alpha(), 1e-12);
        assertEquals(.4423203981621574, new Agreement(marks(3), values, Agreement.Scale.ORDINAL).alpha(), 1e-12);
        assertEquals(.4395249506822537, new Agreement(marks(3), values, Agreement.Scale.INTERVAL).alpha(), 1e-12);
    }

    @Test
    void votersOnPairsAgreeAsComputedElsewhere() {
        assertEquals(.290595103912, votes("lrt", "lrt", Agreement.Scale.NOMINAL), 1e-12);
        assertEquals(.370157075910, votes("lr", "lrt", Agreement.Scale.NOMINAL), 1e-12);
        assertEquals(.287761349867, votes("lrt", "rtl", Agreement.Scale.INTERVAL), 1e-12);
    }

    @Test
    void theBootstrapIntervalHoldsAlphaAndIsRepeatable() {
        var agreement = new Agreement(marks(0), new double[] {0, .5, 1}, Agreement.Scale.NOMINAL);
        var interval = agreement.interval(200, .95, new Random(1));

        assertTrue(interval.low() < agreement.alpha() && agreement.alpha() < interval.high(), interval.toString());
        assertTrue(interval.high() - interval.low() < .3, interval.toString());
        assertEquals(interval, agreement.interval(200, .95, new Random(1)));
    }

    @Test
    void answersByRaterGiveTheSameAsRowsWithPlacesForAll() {
        int[][] rows = marks(0);
        var units = Arrays.stream(rows)
                .map(row -> {
                    var answers = new HashMap<Integer, Integer>();
                    for (int rater = 0; rater < row.length; rater++) {
                        if (row[rater] != Agreement.MISSING) {
                            answers.put(rater, row[rater]);
                        }
                    }
                    return answers;
                })
                .toList();
        var dense = new Agreement(rows, new double[] {0, .5, 1}, Agreement.Scale.ORDINAL);
        var sparse = Agreement.ofSparse(3, units, new double[] {0, .5, 1}, Agreement.Scale.ORDINAL);

        assertEquals(dense.alpha(), sparse.alpha());
        assertEquals(dense.interval(50, .95, new Random(1)), sparse.interval(50, .95, new Random(1)));
    }

    @Test
    void nothingToPairMeansNoAlpha() {
        int[][] alone = {{0, Agreement.MISSING}, {Agreement.MISSING, 1}};
        assertTrue(Double.isNaN(new Agreement(alone, new double[] {0, 1}, Agreement.Scale.NOMINAL).alpha()));
        assertTrue(Double.isNaN(new Agreement(new int[0][0], new double[] {0, 1}, Agreement.Scale.NOMINAL).alpha()));
    }

    private static int[][] marks(int firstColumn) {
        return ReferenceVotes.rows("imagenhub-text-to-image.csv").stream()
                .map(row -> Arrays.stream(row, firstColumn, firstColumn + 3)
                        .mapToInt(cell -> cell.isEmpty() ? Agreement.MISSING : Integer.parseInt(cell))
                        .toArray())
                .toArray(int[][]::new);
    }

    /// Alpha over the pairs of the vote set; a category's number is its place in `order`.
    private static double votes(String kept, String order, Agreement.Scale scale) {
        var units = new HashMap<Integer, int[]>();
        for (var vote : ReferenceVotes.votes()) {
            if (kept.indexOf(vote.winner()) < 0) {
                continue;
            }
            int[] row = units.computeIfAbsent(vote.pair(), p -> {
                int[] empty = new int[ReferenceVotes.RATERS];
                Arrays.fill(empty, Agreement.MISSING);
                return empty;
            });
            row[vote.rater()] = order.indexOf(vote.winner());
        }
        return new Agreement(units.values().toArray(int[][]::new), new double[] {0, .5, 1}, scale).alpha();
    }
}
