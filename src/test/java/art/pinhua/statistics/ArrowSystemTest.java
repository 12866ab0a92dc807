package art.pinhua.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ArrowSystemTest {

    private static final int[] BLOCK_OF = {0, 1, 0, 2, 1, 1};
    private static final int SHARED = 2;
    private static final int ALL = BLOCK_OF.length + SHARED;

    /// What the system is told, in one matrix.
    private final double[][] whole = new double[ALL][ALL];

    @Test
    void theWholeMatrixTimesTheSolutionIsTheRightSide() {
        var system = system();
        double[] right = {1, 2, -2, 4, -1, 3, 1, 2};
        double[] solution = system.solve(right);
        for (int row = 0; row < ALL; row++) {
            double product = 0;
            for (int column = 0; column < ALL; column++) {
                product += whole[row][column] * solution[column];
            }
            assertEquals(right[row], product, 1e-12);
        }
    }

    @Test
    void theInverseOfABlockIsThatOfTheWholeSystem() {
        var system = system();
        for (int block = 0; block < system.blocks().length; block++) {
            int[] items = system.blocks()[block];
            double[][] inverse = system.inverse(block);
            for (int i = 0; i < items.length; i++) {
                double[] unit = new double[ALL];
                unit[items[i]] = 1;
                double[] solution = system.solve(unit);
                for (int j = 0; j < items.length; j++) {
                    assertEquals(solution[items[j]], inverse[i][j], 1e-13);
                }
            }
        }
    }

    @Test
    void aRightSideOfOneBlockIsSolvedAsAnyOther() {
        var system = system();
        double[] one = {0, 2, 0, 0, -1, 3, 0, 0};
        double[] other = {1, 0, -2, 4, 0, 0, 1, 2};
        double[] both = new double[one.length];
        for (int i = 0; i < both.length; i++) {
            both[i] = one[i] + other[i];
        }
        double[] sum = system.solve(both);
        for (int i = 0; i < both.length; i++) {
            assertEquals(sum[i], system.solve(one)[i] + system.solve(other)[i], 1e-13);
        }
    }

    /// Symmetric, and positive definite as its diagonal outweighs the rest.
    private ArrowSystem system() {
        var random = new Random(11);
        var system = new ArrowSystem(BLOCK_OF, SHARED);
        for (int a = 0; a < BLOCK_OF.length; a++) {
            system.addItems(a, a, 8);
            enter(a, a, 8);
            for (int b = 0; b < a; b++) {
                if (BLOCK_OF[a] == BLOCK_OF[b]) {
                    double value = random.nextDouble();
                    system.addItems(a, b, value);
                    system.addItems(b, a, value);
                    enter(a, b, value);
                }
            }
            for (int p = 0; p < SHARED; p++) {
                double value = random.nextDouble();
                system.addBorder(a, p, value);
                enter(a, BLOCK_OF.length + p, value);
            }
        }
        for (int p = 0; p < SHARED; p++) {
            system.addCorner(p, p, 12);
            enter(BLOCK_OF.length + p, BLOCK_OF.length + p, 12);
        }
        return system.factor();
    }

    private void enter(int row, int column, double value) {
        whole[row][column] = value;
        whole[column][row] = value;
    }
}
