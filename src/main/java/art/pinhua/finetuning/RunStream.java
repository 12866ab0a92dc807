package art.pinhua.finetuning;

import art.pinhua.platform.jobs.LiveEvents;
import art.pinhua.platform.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A run's rows as a stream: what changed since the last look, whichever process trains.
@Singleton
class RunStream {

    private static final Duration PERIOD = Duration.ofMillis(500);

    private final RunRows runs;
    private final RunLedger ledger;
    private final LiveEvents events;

    RunStream(RunRows runs, RunLedger ledger, LiveEvents events) {
        this.runs = runs;
        this.ledger = ledger;
        this.events = events;
    }

    /// From the step the listener has seen to the end of the run.
    Multi<RunUpdate> of(UUID runId, int seenStep) {
        Multi<RunUpdate> changes = Multi.createFrom().deferred(() -> {
            var listener = new Listener(runId, seenStep);
            return Multi.createFrom()
                    .ticks()
                    .every(PERIOD)
                    .onOverflow()
                    .drop()
                    .emitOn(Infrastructure.getDefaultWorkerPool())
                    .map(tick -> QuarkusTransaction.requiringNew().call(listener::look))
                    .select()
                    .first(updates -> !listener.over)
                    .onItem()
                    .transformToMultiAndConcatenate(
                            updates -> Multi.createFrom().iterable(updates));
        });
        return events.untilShutdown(changes);
    }

    private final class Listener {
        private final UUID runId;
        private int metric;
        private int heldout;
        private final int firstSample;
        private final Set<RunSample> samples = new HashSet<>();
        private @Nullable Run last;
        /// Set at the look after the one that told the end.
        private boolean over;

        Listener(UUID runId, int seenStep) {
            this.runId = runId;
            metric = seenStep;
            heldout = seenStep;
            firstSample = seenStep;
        }

        List<RunUpdate> look() {
            var updates = new ArrayList<RunUpdate>();
            var run = runs.byId(runId).orElseThrow(() -> ProblemException.notFound("run", runId));
            over = last != null && last.state().ended() && run.state().ended();
            if (run.step() < metric) {
                // a resumed trainer went back to its checkpoint
                updates.add(RunUpdate.started(run.step()));
                metric = run.step();
                heldout = Math.min(heldout, run.step());
            }
            for (RunMetric next : ledger.metricsAfter(runId, metric)) {
                updates.add(RunUpdate.step(next, run.secondsLeft()));
                metric = next.step();
            }
            for (RunHeldout next : ledger.heldoutAfter(runId, heldout)) {
                updates.add(RunUpdate.heldout(next));
                heldout = next.step();
            }
            for (RunSample next : ledger.samplesAfter(runId, firstSample)) {
                if (samples.add(next)) {
                    updates.add(RunUpdate.sample(next));
                }
            }
            if (run.state().ended() && !over) {
                updates.add(RunUpdate.ended(run));
            }
            last = run;
            return updates;
        }
    }
}
