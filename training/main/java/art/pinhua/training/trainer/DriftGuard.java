package art.pinhua.training.trainer;

import art.pinhua.training.contract.EarlyStop;
import art.pinhua.training.contract.RunConfig.StopRules;
import java.util.Map;
import java.util.Optional;

/// Stops a run that has moved the weights too far from where it began: such an adapter distorts what nobody judged.
final class DriftGuard implements StopGuard {
    private static final String RATIO = "drift";
    private static final String LAYER = "driftLayer";
    private static final String LAYER_RATIO = "driftOfLayer";

    private final double limit;
    private WeightDrift.Moved moved = WeightDrift.NONE;

    DriftGuard(StopRules rules) {
        limit = rules.drift();
    }

    void observe(WeightDrift.Moved measured) {
        moved = measured;
    }

    @Override
    public Optional<EarlyStop> reasonToStop() {
        return moved.ratio() > limit
                ? Optional.of(new EarlyStop(EarlyStop.StopRule.DRIFT, moved.ratio(), limit, 1, moved.layer()))
                : Optional.empty();
    }

    @Override
    public void save(Map<String, String> numbers) {
        numbers.put(RATIO, Double.toString(moved.ratio()));
        numbers.put(LAYER, moved.layer());
        numbers.put(LAYER_RATIO, Double.toString(moved.layerRatio()));
    }

    @Override
    public void restore(Map<String, String> numbers) {
        moved = new WeightDrift.Moved(
                Double.parseDouble(numbers.getOrDefault(RATIO, "0")),
                numbers.getOrDefault(LAYER, ""),
                Double.parseDouble(numbers.getOrDefault(LAYER_RATIO, "0")));
    }
}
