package art.pinhua.training;

import art.pinhua.training.contract.RunFailure;
import art.pinhua.training.contract.RunFiles;
import art.pinhua.training.trainer.LoraRun;
import art.pinhua.training.trainer.StopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The trainer process: `TrainMain <run folder>`. Ends with 0 when the run is done and with 1 when it
/// failed, or with [RunFailure#NO_ROOM_STATUS], the reason in the last event and on standard error.
/// After SIGTERM the step is finished, or where it takes long only the pass under way, and a checkpoint
/// written.
public final class TrainMain {
    private TrainMain() {}

    static void main(String[] arguments) {
        if (arguments.length != 1 || !Files.isRegularFile(Path.of(arguments[0], RunFiles.CONFIG))) {
            System.err.println("Usage: TrainMain <folder with " + RunFiles.CONFIG + ">");
            System.exit(2);
        }
        var stop = StopRequest.onSignal();
        int status = 1;
        try {
            LoraRun.run(Path.of(arguments[0]), stop);
            status = 0;
        } catch (IOException | RuntimeException e) {
            System.err.println("The run failed: " + e);
            status = RunFailure.of(e) == RunFailure.NO_ROOM ? RunFailure.NO_ROOM_STATUS : 1;
        } finally {
            stop.finished();
        }
        if (!stop.isRequested()) {
            System.exit(status);
        }
    }
}
