package art.pinhua.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ArrowSystemTest {

    private static final int[] BLOCK_OF = {0, 1, 0, 2, 1, 1};
    private static final int SHARED = 2;

    @Test
    void theInverseOfABlockIsThatOfTheWholeSystem() {
        var system = system();
        for (int block = 0; block < system.blocks().length; block++) {
            int[] items = system.blocks()[block];
            double[][] inverse = system.inverse(block);
            for (int i = 0; i < items.length; i++) {
                double[] unit = new double[BLOCK_OF.length + SHARED];
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
    private static ArrowSystem system() {
        var random = new Random(11);
        var system = new ArrowSystem(BLOCK_OF, SHARED);
        for (int a = 0; a < BLOCK_OF.length; a++) {
            system.addItems(a, a, 8);
            for (int b = 0; b < a; b++) {
                if (BLOCK_OF[a] == BLOCK_OF[b]) {
                    double value = random.nextDouble();
                    system.addItems(a, b, value);
                    system.addItems(b, a, value);
                }
            }
            for (int p = 0; p < SHARED; p++) {
                system.addBorder(a, p, random.nextDouble());
            }
        }
        for (int p = 0; p < SHARED; p++) {
            system.addCorner(p, p, 12);
        }
        return system.factor();
    }
}
