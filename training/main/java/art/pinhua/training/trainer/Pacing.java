package art.pinhua.training.trainer;

/// The speed of recent steps, and the time left at that speed.
final class Pacing {
    private static final double MEMORY = .9;

    private final long steps;
    private long last = System.nanoTime();
    private long done;
    private double secondsPerStep;
    private double imagesPerSecond;

    Pacing(long steps) {
        this.steps = steps;
    }

    void begin(long alreadyDone) {
        done = alreadyDone;
        last = System.nanoTime();
    }

    void stepped(long nowDone, int images) {
        double seconds = (System.nanoTime() - last) / 1e9;
        boolean first = secondsPerStep == 0;
        secondsPerStep = first ? seconds : MEMORY * secondsPerStep + (1 - MEMORY) * seconds;
        imagesPerSecond = first ? images / seconds : MEMORY * imagesPerSecond + (1 - MEMORY) * images / seconds;
        done = nowDone;
        last = System.nanoTime();
    }

    double imagesPerSecond() {
        return imagesPerSecond;
    }

    double secondsLeft() {
        return (steps - done) * secondsPerStep;
    }
}
