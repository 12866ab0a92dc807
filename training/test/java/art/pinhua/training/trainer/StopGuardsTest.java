package art.pinhua.training.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.contract.EarlyStop;
import art.pinhua.training.contract.RunConfig.StopRules;
import art.pinhua.training.lora.Lora;
import art.pinhua.training.tensor.Tensors;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class StopGuardsTest {
    private static final StopRules RULES = new StopRules(1.02, 3, .05, .95, 2);

    @AutoClose
    private final Tensors tensors = Tensors.cpu(1);

    /// A guard that has taken over what another one saved.
    private static <G extends StopGuard> G restored(StopGuard from, G fresh) {
        var numbers = new HashMap<String, String>();
        from.save(numbers);
        fresh.restore(numbers);
        assertEquals(from.reasonToStop(), fresh.reasonToStop());
        return fresh;
    }

    @Test
    void usualRulesAreThese() {
        assertEquals(new StopRules(1.02, 50, .15, .95, 3), StopRules.USUAL);
    }

    @Test
    void winnersThatStayWorseThanTheReferenceStopTheRun() {
        var guard = new WinnerGuard(RULES);
        guard.observe(1.03, 1);
        guard.observe(1.03, 1);
        guard.observe(1.02, 1);
        guard.observe(1.03, 1);
        guard.observe(1.03, 1);
        assertEquals(Optional.empty(), guard.reasonToStop(), "a good step between begins anew");
        guard = restored(guard, new WinnerGuard(RULES));
        guard.observe(2.2, 2);
        var reason = new EarlyStop(EarlyStop.StopRule.WINNER_ERROR, 1.1, 1.02, 3, null);
        assertEquals(Optional.of(reason), guard.reasonToStop());
        restored(guard, new WinnerGuard(RULES));
        assertEquals(
                "The error on preferred pictures was above 1.02 times the reference's for 3 steps, at last 1.100",
                reason.message());
    }

    @Test
    void weightsThatMoveTooFarStopTheRun() {
        var guard = new DriftGuard(RULES);
        guard.observe(new WeightDrift.Moved(.05, "mid.to_q", .3));
        assertEquals(Optional.empty(), guard.reasonToStop());
        guard.observe(new WeightDrift.Moved(.0625, "mid.to_q", .3));
        var reason = new EarlyStop(EarlyStop.StopRule.DRIFT, .0625, .05, 1, "mid.to_q");
        assertEquals(Optional.of(reason), guard.reasonToStop());
        restored(guard, new DriftGuard(RULES));
        assertEquals(
                "The adapted layers were changed by 6.3 % of their weights, above 5.0 %, most of all mid.to_q",
                reason.message());
    }

    @Test
    void pairsLearnedByHeartStopTheRun() {
        var guard = new OverfitGuard(RULES);
        measure(guard, .96, .6);
        measure(guard, .96, .6);
        assertEquals(Optional.empty(), guard.reasonToStop(), "once is chance");
        guard = restored(guard, new OverfitGuard(RULES));
        guard.stepped(.94);
        guard = restored(guard, new OverfitGuard(RULES));
        guard.stepped(1);
        guard.measured(.55);
        var reason = new EarlyStop(EarlyStop.StopRule.OVERFITTING, .97, .95, 2, null);
        assertEquals(Optional.of(reason), guard.reasonToStop());
        restored(guard, new OverfitGuard(RULES));
        assertTrue(reason.message().contains("97.0 %") && reason.message().contains("2 measurements"));
    }

    @Test
    void heldOutAccuracyThatRisesOrTrainingThatDoesNotKeepTheRunGoing() {
        var guard = new OverfitGuard(RULES);
        measure(guard, .96, .6);
        measure(guard, .96, .6);
        measure(guard, .96, .61);
        measure(guard, .96, .61);
        measure(guard, .95, .61);
        measure(guard, .96, .61);
        assertEquals(Optional.empty(), guard.reasonToStop());
        measure(guard, .96, .61);
        assertTrue(guard.reasonToStop().isPresent());
    }

    private static void measure(OverfitGuard guard, double training, double heldOut) {
        guard.stepped(training);
        guard.stepped(training);
        guard.measured(heldOut);
    }

    @Test
    void driftIsTheShareOfTheWeightsThatChanged() {
        Map<String, NDArray> weights = Map.of(
                "a.weight", tensors.of(new float[] {3, 0, 0, 4}, 2, 2), // norm 5
                "b.weight", tensors.of(new float[] {0, 12}, 2, 1, 1, 1)); // norm 12, both 13
        Lora a = new Lora(
                tensors.of(new float[] {1, 0}, 1, 2), tensors.of(new float[] {0, 2.4f}, 2, 1), tensors.scalar(.5));
        Lora b = new Lora(
                tensors.of(new float[] {1}, 1, 1, 1, 1),
                tensors.of(new float[] {.3f, .4f}, 2, 1, 1, 1),
                tensors.scalar(1));
        var moved = new WeightDrift(tensors, weights, Map.of(), Map.of("a", a, "b", b)).measure();
        assertEquals(.1, moved.ratio(), 1e-6, "changes of norm 1.2 and .5, together 1.3");
        assertEquals("a", moved.layer());
        assertEquals(.24, moved.layerRatio(), 1e-6);
    }

    @Test
    void driftCountsFromTheParent() {
        Map<String, NDArray> weights = Map.of("a.weight", tensors.of(new float[] {3, 0}, 1, 2));
        Lora parent = new Lora(
                tensors.of(new float[] {0, 1}, 1, 2), tensors.of(new float[] {4}, 1, 1), tensors.scalar(1)); // to 3 4
        Lora trained =
                new Lora(tensors.of(new float[] {0, 1}, 1, 2), tensors.of(new float[] {4.5f}, 1, 1), tensors.scalar(1));
        var drift = new WeightDrift(tensors, weights, Map.of("a", parent), Map.of("a", trained));
        assertEquals(.1, drift.measure().ratio(), 1e-6);
        assertEquals(
                WeightDrift.NONE,
                new WeightDrift(tensors, weights, Map.of("a", parent), Map.of("a", parent)).measure());
    }
}
