package art.pinhua.training.trainer;

import art.pinhua.training.contract.EarlyStop;
import art.pinhua.training.contract.RunConfig.StopRules;
import java.util.Map;
import java.util.Optional;

/// Stops a preference run that has learned its training pairs by heart: between held-out measurements the training
/// accuracy stays above a limit, and no measurement is better than the best one before.
final class OverfitGuard implements StopGuard {
    private static final String SUM = "accuracySum";
    private static final String STEPS = "accuracySteps";
    private static final String BEST = "heldOutBest";
    private static final String FLAT = "heldOutFlat";
    private static final String LAST = "accuracyBefore";
    private static final String NOTHING = "-1";

    private final double limit;
    private final int patience;
    private double sum;
    private long steps;
    private double best = -1;
    private int flat;
    private double accuracy;

    OverfitGuard(StopRules rules) {
        limit = rules.trainingAccuracy();
        patience = rules.flatMeasurements();
    }

    /// @param trainingAccuracy share of a step's pairs with the right sign
    void stepped(double trainingAccuracy) {
        sum += trainingAccuracy;
        steps++;
    }

    /// @param heldOutAccuracy share of the held-out pairs with the right sign
    void measured(double heldOutAccuracy) {
        accuracy = steps == 0 ? 0 : sum / steps;
        flat = accuracy > limit && heldOutAccuracy <= best ? flat + 1 : 0;
        best = Math.max(best, heldOutAccuracy);
        sum = 0;
        steps = 0;
    }

    @Override
    public Optional<EarlyStop> reasonToStop() {
        return flat < patience
                ? Optional.empty()
                : Optional.of(new EarlyStop(EarlyStop.StopRule.OVERFITTING, accuracy, limit, patience, null));
    }

    @Override
    public void save(Map<String, String> numbers) {
        numbers.put(SUM, Double.toString(sum));
        numbers.put(STEPS, Long.toString(steps));
        numbers.put(BEST, Double.toString(best));
        numbers.put(FLAT, Integer.toString(flat));
        numbers.put(LAST, Double.toString(accuracy));
    }

    @Override
    public void restore(Map<String, String> numbers) {
        sum = Double.parseDouble(numbers.getOrDefault(SUM, "0"));
        steps = Long.parseLong(numbers.getOrDefault(STEPS, "0"));
        best = Double.parseDouble(numbers.getOrDefault(BEST, NOTHING));
        flat = Integer.parseInt(numbers.getOrDefault(FLAT, "0"));
        accuracy = Double.parseDouble(numbers.getOrDefault(LAST, "0"));
    }
}
