package art.pinhua.training.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import art.pinhua.training.objective.GroupPreference.Judgement;
import art.pinhua.training.objective.GroupPreference.Pair;
import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupPreferenceTest {
    private static final double[] RANKED = {.5, .1, -.2, -.4};

    @Test
    void wholeOrderAgreesWithTheWorkedExample() {
        GroupPreference.Value value = GroupPreference.of(new Judgement.Order(4), RANKED);
        assertEquals(2.396683, value.loss(), 1e-6);
        assertArrayEquals(new double[] {-.611420, -.313515, .058395, .866540}, value.slopes(), 1e-6);
    }

    @Test
    void bestOfAllAgreesWithTheWorkedExample() {
        GroupPreference.Value value = GroupPreference.ofOrder(RANKED, 1);
        assertEquals(.945257, value.loss(), 1e-6);
        assertArrayEquals(new double[] {-.611420, .260473, .192963, .157985}, value.slopes(), 1e-6);
    }

    @Test
    void untrainedAdapterStartsAtTheLogOfTheNumberOfOrders() {
        assertEquals(
                Math.log(2),
                GroupPreference.of(new Judgement.Order(2), new double[2]).loss(),
                1e-12);
        assertEquals(
                3.178054,
                GroupPreference.of(new Judgement.Order(4), new double[4]).loss(),
                1e-6);
    }

    @Test
    void orderOfTwoIsDiffusionDpo() {
        GroupPreference.Value value = GroupPreference.of(new Judgement.Order(2), new double[] {.2, -.1});
        assertEquals(.554355, value.loss(), 1e-6);
        assertArrayEquals(new double[] {-.425557, .425557}, value.slopes(), 1e-6);
    }

    @Test
    void softPairAgreesWithTheWorkedExample() {
        var soft = new Judgement.Soft(2, List.of(new Pair(0, 1, .8, 3)));
        assertEquals(.614355, GroupPreference.of(soft, new double[] {.3, 0}).loss(), 1e-6);
    }

    @Test
    void certainSoftPairIsAnOrderOfTwo() {
        var soft = new Judgement.Soft(2, List.of(new Pair(1, 0, 1, 1)));
        GroupPreference.Value value = GroupPreference.of(soft, new double[] {.4, 1.1});
        GroupPreference.Value order = GroupPreference.of(new Judgement.Order(2), new double[] {1.1, .4});
        assertEquals(order.loss(), value.loss(), 1e-12);
        assertEquals(order.slopes()[0], value.slopes()[1], 1e-12);
    }

    @Test
    void marginsFarOutStayFinite() {
        var value = GroupPreference.of(new Judgement.Order(2), new double[] {-5000, 5000});
        assertEquals(10_000, value.loss(), 1e-6);
        assertArrayEquals(new double[] {-1, 1}, value.slopes(), 1e-12);
    }

    @Test
    void slopesAreTheDerivativeOfTheLoss() {
        var soft = new Judgement.Soft(4, List.of(new Pair(0, 1, .7, 1), new Pair(2, 1, .5, 2), new Pair(3, 0, .9, .5)));
        for (int trial = 0; trial < 20; trial++) {
            var u = new double[4];
            for (int i = 0; i < 4; i++) {
                u[i] = 4 * Counter.unit(1, Stream.INIT, trial, i) - 2;
            }
            for (Judgement judgement : List.of(new Judgement.Order(4), soft)) {
                double[] slopes = GroupPreference.of(judgement, u).slopes();
                for (int i = 0; i < 4; i++) {
                    assertEquals(difference(judgement, u, i), slopes[i], 1e-6);
                }
            }
        }
    }

    private static double difference(Judgement judgement, double[] u, int i) {
        double step = 1e-5;
        double[] above = u.clone();
        double[] below = u.clone();
        above[i] += step;
        below[i] -= step;
        return (GroupPreference.of(judgement, above).loss()
                        - GroupPreference.of(judgement, below).loss())
                / (2 * step);
    }

    @Test
    void numbersMustFitTheGroup() {
        assertThrows(IllegalArgumentException.class, () -> GroupPreference.of(new Judgement.Order(3), new double[2]));
    }
}
