package art.pinhua.demo;

import java.util.ArrayList;
import java.util.List;

/// The time of each stage, in order, printed as it ends.
final class Stopwatch {
    record Stage(String name, String outcome, double seconds) {}

    @FunctionalInterface
    interface Work<R> {
        R run() throws Exception;
    }

    private final List<Stage> stages = new ArrayList<>();

    /// Runs one stage; what it returns is printed and kept as its outcome.
    <R> R stage(String name, Work<R> work) throws Exception {
        System.out.printf("%-28s …%n", name);
        long began = System.nanoTime();
        R result = work.run();
        var stage = new Stage(name, String.valueOf(result), (System.nanoTime() - began) / 1e9);
        stages.add(stage);
        System.out.printf("%-28s %7.1f s  %s%n", name, stage.seconds(), stage.outcome());
        return result;
    }

    List<Stage> stages() {
        return List.copyOf(stages);
    }

    double seconds() {
        return stages.stream().mapToDouble(Stage::seconds).sum();
    }
}
