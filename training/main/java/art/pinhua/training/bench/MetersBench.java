package art.pinhua.training.bench;

import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.generate.ModelShelf;
import art.pinhua.training.starter.atelier.PaintingCurriculum;
import art.pinhua.training.tensor.Tensors;
import java.io.IOException;
import java.util.List;

/// Calibrates the meters of the 128 px art on held-out drawings, as drawn and after the autoencoder of some model.
public final class MetersBench {
    private static final int SIDE = 128;

    private MetersBench() {}

    /// @param pipeline the model whose autoencoder is used; it need not be of 128 pixels, since it is convolutional
    /// @return a Markdown table
    public static String run(String pipeline, int drawings, int threads) throws IOException {
        try (var tensors = Tensors.cpu(threads);
                var shelf = new ModelShelf(tensors, 1)) {
            var networks = shelf.painter(new ModelSource(pipeline, List.of())).networks();
            var coded = new RoundTrip(tensors, networks.autoencoder());
            return new PaintingCurriculum(SIDE).calibration(drawings, coded);
        }
    }
}
