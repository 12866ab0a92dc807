package art.pinhua.training.generate;

import art.pinhua.training.contract.ComputeDevice;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// An engine in which the machine below it fails at the first step of a picture.
public final class BrokenEngineMain {
    private BrokenEngineMain() {}

    public static void main(String... arguments) throws InterruptedException {
        var setup = new EngineServer.Setup(ComputeDevice.CPU, 1, 1, 1L << 30, Precision.FP32);
        var server = new EngineServer(new Failing(System.out), setup);
        System.exit(server.run(System.in) ? 0 : 1);
    }

    private static final class Failing extends PrintStream {
        Failing(OutputStream answers) {
            super(answers, false, StandardCharsets.UTF_8);
        }

        @Override
        public void print(String line) {
            if (line.contains("progress")) {
                throw new InternalError("a page of a mapped file is gone");
            }
            super.print(line);
        }
    }
}
