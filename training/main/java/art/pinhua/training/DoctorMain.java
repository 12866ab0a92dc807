package art.pinhua.training;

import art.pinhua.training.generate.EngineCheck;

/// The engine's part of `./pinhua doctor`.
public final class DoctorMain {
    private DoctorMain() {}

    static void main(String[] arguments) {
        System.exit(EngineCheck.run(arguments, System.getenv(), System.out));
    }
}
