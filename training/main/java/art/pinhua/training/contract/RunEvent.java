package art.pinhua.training.contract;

import org.jspecify.annotations.Nullable;

/// A line of `events.jsonl`, the trainer's diary. A resumed run appends: after a `started` with step n,
/// earlier lines of
/// steps beyond n are void.
public sealed interface RunEvent {
    /// Optimiser steps done when this was written.
    int step();

    /// Work that is no step: before the first one pictures are encoded and the reference is measured, later on the
    /// adapter is measured and samples are drawn. A sign that the trainer computes.
    /// @param total parts of this work, of which `done` are done
    record Preparing(int step, int done, int total) implements RunEvent {}

    /// The trainer begins, or resumes with `step` above 0.
    /// @param steps  steps in all
    /// @param groups preference groups to train on
    /// @param pairs  held-out pairs
    record Started(int step, int steps, int groups, int pairs) implements RunEvent {}

    /// Within a step that takes long. A sign that the trainer computes, and nothing else.
    /// @param total pictures that the step sends through the denoiser, of which `done` have been
    record Part(int step, int done, int total) implements RunEvent {}

    /// @param accuracy        share of pairs whose margin has the right sign
    /// @param margin          mean implicit-reward margin, nats
    /// @param winnerError     mean denoising error on preferred pictures
    /// @param loserError      the same on the others
    /// @param gradNorm        before clipping
    /// @param lambda          mean factor on the loser's gradient, 1 without safeguard
    /// @param imagesPerSecond training pictures, recent steps
    record Step(
            int step,
            double loss,
            double accuracy,
            double margin,
            double winnerError,
            double loserError,
            double gradNorm,
            double lr,
            double beta,
            double lambda,
            double imagesPerSecond,
            double secondsLeft)
            implements RunEvent {}

    /// How many held-out pairs the adapter orders as people did.
    record Heldout(int step, double accuracy, int pairs) implements RunEvent {}

    /// How far training has moved the adapted layers: the norm of the changes over the norm of the weights.
    /// @param layer      the one that moved most for its size; empty when nothing has moved
    /// @param layerRatio how far that one
    record Drift(int step, double ratio, String layer, double layerRatio) implements RunEvent {}

    /// A stop rule ended the run; the adapter is made of the steps done.
    record Stopped(int step, EarlyStop reason) implements RunEvent {}

    /// @param file     PNG relative to the run folder
    /// @param baseFile the same prompt and seed by what training started from: the base model, with the
    ///                 parent adapter if there is one
    record Sample(int step, int index, String prompt, long seed, String file, String baseFile) implements RunEvent {}

    /// @param file relative to the run folder
    record Checkpoint(int step, String file) implements RunEvent {}

    /// @param adapter         file relative to the run folder
    /// @param heldoutAccuracy absent when nothing was held out
    /// @param content         of the file; absent in the diaries of earlier trainers
    record Done(
            int step,
            String adapter,
            String sha256,
            @Nullable Double heldoutAccuracy,
            @Nullable AdapterContent content) implements RunEvent {}

    /// @param reason absent where the message says all
    record Failed(int step, String message, @Nullable RunFailure reason) implements RunEvent {
        public Failed(int step, String message) {
            this(step, message, null);
        }
    }

    record Cancelled(int step) implements RunEvent {}
}
