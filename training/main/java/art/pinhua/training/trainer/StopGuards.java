package art.pinhua.training.trainer;

import art.pinhua.training.contract.EarlyStop;
import art.pinhua.training.contract.RunConfig.StopRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All stop rules of a run, as one.
final class StopGuards implements StopGuard {
    private final WinnerGuard winner;
    private final DriftGuard drift;
    private final OverfitGuard overfit;
    private final List<StopGuard> all;

    StopGuards(StopRules rules) {
        this.winner = new WinnerGuard(rules);
        this.drift = new DriftGuard(rules);
        this.overfit = new OverfitGuard(rules);
        this.all = List.of(winner, drift, overfit);
    }

    void stepped(PreferenceTraining.Measured measured) {
        winner.observe(measured.winnerError(), measured.referenceWinnerError());
        overfit.stepped(measured.accuracy());
    }

    void moved(WeightDrift.Moved measured) {
        drift.observe(measured);
    }

    void heldOut(double accuracy) {
        overfit.measured(accuracy);
    }

    @Override
    public Optional<EarlyStop> reasonToStop() {
        return all.stream().flatMap(guard -> guard.reasonToStop().stream()).findFirst();
    }

    @Override
    public void save(Map<String, String> numbers) {
        all.forEach(guard -> guard.save(numbers));
    }

    @Override
    public void restore(Map<String, String> numbers) {
        all.forEach(guard -> guard.restore(numbers));
    }
}
