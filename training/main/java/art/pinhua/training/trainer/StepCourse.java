package art.pinhua.training.trainer;

/// Counts the pictures that a step has sent through the denoiser, and gives its listener a say between
/// the passes.
final class StepCourse {
    private final PreferenceTraining.Listener listener;
    private final long step;
    private final int total;
    private int done;

    /// @param total pictures that the step sends, one that goes through twice counted twice
    StepCourse(PreferenceTraining.Listener listener, long step, int total) {
        this.listener = listener;
        this.step = step;
        this.total = total;
    }

    /// @throws StopRequest.Stopped when the listener wants no more of the step; after its last pass
    ///                             nobody is asked
    void passed(BatchPart part) {
        done += part.size();
        if (done < total) {
            listener.computed(step, done, total);
        }
    }
}
