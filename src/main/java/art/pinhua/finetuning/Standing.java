package art.pinhua.finetuning;

import art.pinhua.training.contract.RunEvent;
import java.util.ArrayList;
import java.util.List;

/// What still stands of a run's events when it is taken up, without what earlier attempts have entered.
///
/// @param step   the last one that was done and is not done again
/// @param events in their order, none of which voids another
record Standing(int step, List<RunEvent> events) {

    /// Each attempt enters all that was told before its trainer starts, so that before the last start only
    /// what a database from a backup lacks is new. What was told since then counts as new altogether: rows
    /// of these steps may be those of the attempt before.
    ///
    /// @param told    all events
    /// @param entered the last step that has a row
    static Standing of(List<RunEvent> told, int entered) {
        int start = lastStart(told);
        int resumed = start < 0 ? 0 : told.get(start).step();
        var events = new ArrayList<RunEvent>();
        for (RunEvent event : told.subList(0, Math.max(0, start))) {
            if (isOfSteps(event) && event.step() >= entered && event.step() <= resumed) {
                events.add(event);
            }
        }
        int step = resumed;
        for (RunEvent event : told.subList(start + 1, told.size())) {
            events.add(event);
            step = event instanceof RunEvent.Step done ? Math.max(step, done.step()) : step;
        }
        return new Standing(step, List.copyOf(events));
    }

    /// Whether a later start leaves it standing: a start and a stop are void with it.
    private static boolean isOfSteps(RunEvent event) {
        return event instanceof RunEvent.Step || event instanceof RunEvent.Heldout || event instanceof RunEvent.Sample;
    }

    private static int lastStart(List<RunEvent> told) {
        for (int i = told.size() - 1; i >= 0; i--) {
            if (told.get(i) instanceof RunEvent.Started) {
                return i;
            }
        }
        return -1;
    }
}
