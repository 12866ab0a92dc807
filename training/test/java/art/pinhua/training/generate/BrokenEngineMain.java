package art.pinhua.training.generate;

import ai.djl.engine.EngineException;
import art.pinhua.training.contract.ComputeDevice;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// An engine in which the machine below it fails at the first step of a picture; with `--gpu`, as GPUs do.
public final class BrokenEngineMain {
    private BrokenEngineMain() {}

    public static void main(String... arguments) throws InterruptedException {
        var setup = new EngineServer.Setup(ComputeDevice.CPU, 1, 1, 1L << 30, Precision.FP32);
        boolean gpu = List.of(arguments).contains("--gpu");
        var server = new EngineServer(new Failing(System.out, gpu), setup);
        System.exit(server.run(System.in) ? 0 : 1);
    }

    private static final class Failing extends PrintStream {
        private final boolean gpu;

        Failing(OutputStream answers, boolean gpu) {
            super(answers, false, StandardCharsets.UTF_8);
            this.gpu = gpu;
        }

        @Override
        public void print(String line) {
            if (line.contains("progress")) {
                if (gpu) {
                    throw new EngineException("CUDA error: an illegal memory access was encountered\nat some kernel");
                }
                throw new InternalError("a page of a mapped file is gone");
            }
            super.print(line);
        }
    }
}
