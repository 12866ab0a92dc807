package art.pinhua.generation;

import art.pinhua.generation.ImageRequest.Size;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.registry.ModelVersion.BaseModel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How large the images of a model may be: from half to twice its own sides. Farther from the size that it learnt at,
/// a model draws everything twice, or nothing that can be told.
final class PictureSizes {
    /// Pixels: autoencoders shrink pictures to an eighth.
    private static final int STEP = 8;

    private PictureSizes() {}

    /// @throws ProblemException naming the side that the model cannot draw
    static Size asked(@Nullable Integer width, @Nullable Integer height, BaseModel model, Optional<Image> start) {
        if (width == null && height == null) {
            return automatic(model, start);
        }
        return new Size(
                width == null ? model.width() : side("width", width, model.width()),
                height == null ? model.height() : side("height", height, model.height()));
    }

    /// As large as the image that is started from, or in its proportions where the model cannot draw that; without
    /// one the model's own size.
    static Size automatic(BaseModel model, Optional<Image> start) {
        return start.map(image -> like(image, model)).orElseGet(() -> new Size(model.width(), model.height()));
    }

    private static Size like(Image image, BaseModel model) {
        if (suits(image.width(), model.width()) && suits(image.height(), model.height())) {
            return new Size(image.width(), image.height());
        }
        double scale = Math.sqrt((double) model.width() * model.height() / ((double) image.width() * image.height()));
        return new Size(nearest(scale * image.width(), model.width()), nearest(scale * image.height(), model.height()));
    }

    private static int nearest(double side, int own) {
        int least = Math.ceilDiv(own / 2, STEP);
        int most = 2 * own / STEP;
        return STEP * Math.clamp(Math.round(side / STEP), least, most);
    }

    private static int side(String field, int asked, int own) {
        if (!suits(asked, own)) {
            throw ProblemException.invalid(
                    field,
                    "must be a multiple of %d from %d to %d pixels with this model".formatted(STEP, own / 2, 2 * own));
        }
        return asked;
    }

    private static boolean suits(int side, int own) {
        return side % STEP == 0 && side >= own / 2 && side <= 2 * own;
    }
}
