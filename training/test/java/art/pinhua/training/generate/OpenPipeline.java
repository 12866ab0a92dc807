package art.pinhua.training.generate;

import art.pinhua.training.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/// A pipeline that all tests of a class draw with.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
abstract class OpenPipeline {
    Tensors tensors;
    BaseModel base;
    Painter painter;

    final void open(Path pipeline) throws IOException {
        tensors = Tensors.cpu(1);
        base = BaseModel.read(tensors, pipeline);
        painter = new Painter(tensors, base.networks(tensors));
    }

    @AfterAll
    final void close() {
        painter.close();
        base.close();
        tensors.close();
    }
}
