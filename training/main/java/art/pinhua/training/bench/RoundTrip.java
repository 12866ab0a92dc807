package art.pinhua.training.bench;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.model.Autoencoder;
import art.pinhua.training.starter.Raster;
import art.pinhua.training.tensor.Tensors;
import java.util.function.UnaryOperator;

/// A picture encoded and decoded by an autoencoder, with the posterior's mean.
record RoundTrip(Tensors tensors, Autoencoder autoencoder) implements UnaryOperator<Raster> {
    @Override
    public Raster apply(Raster picture) {
        var planes = new float[3 * picture.width() * picture.height()];
        picture.toPlanes(planes, 0);
        float[] decoded = tensors.step(false, () -> {
            NDArray image = tensors.of(planes, 1, 3, picture.height(), picture.width());
            return tensors.toFloats(autoencoder.decode(autoencoder.latents(image)));
        });
        return Raster.ofPlanes(decoded, picture.width(), picture.height());
    }
}
