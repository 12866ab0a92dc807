package art.pinhua.training.trainer;

import art.pinhua.training.contract.EarlyStop;
import art.pinhua.training.contract.RunConfig.StopRules;
import java.util.Map;
import java.util.Optional;

/// Stops a preference run whose adapter gets worse at the preferred pictures too: the margin may still grow then, but
/// the pictures decay.
final class WinnerGuard implements StopGuard {
    private static final String STEPS = "winnerTrouble";
    private static final String RATIO = "winnerRatio";

    private final double limit;
    private final int patience;
    private int stepsInTrouble;
    private double ratio;

    WinnerGuard(StopRules rules) {
        limit = rules.winnerError();
        patience = rules.winnerSteps();
    }

    /// @param error     of the trained network on preferred pictures
    /// @param reference the reference's
    void observe(double error, double reference) {
        boolean inTrouble = error > limit * reference;
        stepsInTrouble = inTrouble ? stepsInTrouble + 1 : 0;
        ratio = inTrouble && reference > 0 ? error / reference : 0;
    }

    @Override
    public Optional<EarlyStop> reasonToStop() {
        return stepsInTrouble < patience
                ? Optional.empty()
                : Optional.of(new EarlyStop(EarlyStop.StopRule.WINNER_ERROR, ratio, limit, patience, null));
    }

    @Override
    public void save(Map<String, String> numbers) {
        numbers.put(STEPS, Integer.toString(stepsInTrouble));
        numbers.put(RATIO, Double.toString(ratio));
    }

    @Override
    public void restore(Map<String, String> numbers) {
        stepsInTrouble = Integer.parseInt(numbers.getOrDefault(STEPS, "0"));
        ratio = Double.parseDouble(numbers.getOrDefault(RATIO, "0"));
    }
}
